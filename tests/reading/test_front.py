from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.reading.front import FrontMatter, take


def test_front_matter_is_taken_off_the_text() -> None:
    front, text = take(
        "---\ntitle: Hama falls\nsource: AP\npublished: 2024-12-05\nurl: https://example.org\nlanguage: en-GB\n---\nBody.\n"
    )
    assert text == "Body.\n"
    assert front == FrontMatter(
        "Hama falls", "AP", datetime(2024, 12, 5, tzinfo=UTC), "https://example.org", "en", ()
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Body.",
        "---\nBody without keys.\n---\nMore.",
        "---\ntitle: never closed\n\nBody.",
        "----\ntitle: x\n----\n",
        "--- title: x ---",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    assert take(text) == (FrontMatter(), text)


def test_aliases_count() -> None:
    front, _ = take("---\nheadline: Hama\nDate: 2024-12-05\nlang: de\nlink: http://example.org\n---\n")
    assert (front.title, front.language, front.url) == ("Hama", "de", "http://example.org")
    assert front.published == datetime(2024, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        ("titel: x", "unknown key `titel`"),
        ("published: yesterday", "`published` is no date"),
        ("url: javascript:alert(1)", "no http or https address"),
        ("language: klingon", "no two-letter code"),
        ("title: [a, b]", "`title` is no text"),
    ],
)
def test_what_cannot_be_used_is_a_warning(line: str, warning: str) -> None:
    front, text = take(f"---\nsource: AP\n{line}\n---\nBody.")
    assert (front.source, text) == ("AP", "Body.")
    assert len(front.warnings) == 1
    assert warning in front.warnings[0]


@pytest.mark.parametrize("title", ["Hama: rebels advance", "'unclosed", "@home", "* bullet", "&anchor x"])
def test_broken_yaml_is_taken_line_by_line(title: str) -> None:
    front, text = take(f"---\ntitle: {title}\nsource: AP\n---\nBody.")
    assert (front.title, front.source, text) == (title.strip("'"), "AP", "Body.")
    assert front.warnings


def test_a_word_is_taken_as_written() -> None:
    assert take("---\ntitle: NO\nsource: 010\n---\n")[0].title == "NO"
