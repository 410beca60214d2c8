from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources import names


@pytest.mark.parametrize(
    "path",
    [
        ".hidden",
        "a/.hidden/b.txt",
        "notes.txt~",
        "upload.part",
        "x.tmp",
        "x.TMP",
        ".a.txt.swp",
        "a.swp",
        "batch.tmp/a.txt",
    ],
)
def test_hidden_and_unfinished_names_are_ignored(path: str) -> None:
    assert names.ignored(path)


@pytest.mark.parametrize("path", ["a.txt", "a/b/c.md", "tmp", "part/one.txt", "a.tmp.txt", "~a", "no extension"])
def test_other_names_are_not(path: str) -> None:
    assert not names.ignored(path)


@pytest.mark.parametrize(
    ("on_disk", "text"),
    [
        (b"plain/Ha\xcc\x84ma \xe2\x80\x9c5%\xe2\x80\x9d.txt", "plain/Ha\u0304ma “5%”.txt"),
        (b"latin-\xe9.txt", r"latin-\xe9.txt"),
        (b"two\nlines\t.txt", r"two\x0alines\x09.txt"),
        (b"back\\slash", r"back\\slash"),
        (rb"\xe9", r"\\xe9"),
    ],
)
def test_a_name_becomes_text(on_disk: bytes, text: str) -> None:
    assert names.to_text(os.fsdecode(on_disk)) == text


@given(st.binary(min_size=1).filter(lambda name: b"\0" not in name))
def test_every_name_becomes_text_that_can_be_stored_and_comes_back(name: bytes) -> None:
    path = os.fsdecode(name)
    text = names.to_text(path)
    text.encode("utf-8")
    assert "\n" not in text
    assert os.fsencode(names.from_text(text)) == name
