"""Lines are the same however their bytes come, and a long one is only counted."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.sources.linewise import Line, Lines


def cut(pieces: list[bytes], max_bytes: int = 10) -> list[Line]:
    lines = Lines(max_bytes)
    return [*(line for piece in pieces for line in lines.feed(piece)), *lines.end()]


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (b"", []),
        (b"\n \r\n\n", []),
        (b"a\nb", [(1, b"a", 1), (2, b"b", 1)]),
        (b"\n\na\r\n", [(3, b"a", 2)]),
        (b"\t a b \n", [(1, b"a b", 6)]),
        (b"0123456789\n", [(1, b"0123456789", 10)]),
        (b"0123456789A\nb\n", [(1, None, 11), (2, b"b", 1)]),
        (b"a\n0123456789A", [(1, b"a", 1), (2, None, 11)]),
        (b"a\rb\x85c", [(1, b"a\rb\x85c", 5)]),
    ],
)
def test_lines(given: bytes, lines: list[tuple[int, bytes | None, int]]) -> None:
    assert [(line.number, line.content, line.size) for line in cut([given])] == lines


@settings(max_examples=50)
@given(st.lists(st.text("ab \n", max_size=30).map(str.encode)))
def test_they_do_not_depend_on_the_pieces(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    assert cut(pieces) == cut([whole])
    for line in cut(pieces):
        written = whole.split(b"\n")[line.number - 1]
        assert line.size == len(written)
        assert line.content == (written.strip() if len(written) <= 10 else None)
        assert line.content_hash == hashlib.sha256(written if line.content is None else line.content).hexdigest()


def test_a_line_without_an_end_takes_no_memory() -> None:
    lines = Lines(1_000)
    for _ in range(1_000):
        assert list(lines.feed(b"x" * 1_000)) == []
        assert len(lines._held) <= 1_000
    (line,) = lines.end()
    assert (line.content, line.size) == (None, 1_000_000)
