from __future__ import annotations

import pytest

from monitor.reading.quotes import find


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in find(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we won" and "we left".', ["we won", "we left"]),
        ("He said “we won”.", ["we won"]),
        ("Il a dit « c’est fini ».", ["c’est fini"]),
        ("Er sagte „es ist vorbei“ und »aus«.", ["es ist vorbei", "aus"]),
        ("他说「好」和“你好”。", ["好", "你好"]),
        ("citing 'deteriorating' situation", ["deteriorating"]),
        ("The rebels' gains, the army's loss, the '90s and rock 'n' roll's end", ["n"]),
        ("The '90s were the rebels' best years.", []),
        ("It's Assad's city and isn't Hama's.", []),
        ("He called it ‘a rebel’s dream’ today.", ["a rebel’s dream"]),
        ("the rebels’ gains", []),
        ("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me,"]),
        ("“We go on in the next paragraph.", ["We go on in the next paragraph."]),
        ('A 5\'10" man and a 3" pipe', []),
        ('"" «»', []),
        ("no marks", []),
    ],
)
def test_what_stands_between_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_stays_in_its_stretch() -> None:
    text = "“Open.\n\nNext paragraph” and more."
    assert [text[a:b] for a, b in find(text, 0, 6)] == ["Open."]
    assert find(text, 8, len(text)) == ()
