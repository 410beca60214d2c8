"""What stands between quotation marks, in the styles of all languages that newsrooms write.

A quotation never leaves its paragraph. One that is opened and not closed runs to the paragraph's end, as it is printed
when the speaker goes on in the next. Single marks count only in pairs that can't be apostrophes. Marks themselves are
outside the spans; quotations inside quotations are part of the outer one. Linear in the text.
"""

from __future__ import annotations

import re

from monitor.model.article import Span

_CLOSERS = {
    '"': '"',
    "“": '”"',
    "”": "”",  # Swedish and Finnish open with the closing mark
    "„": '“”"',
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‟": "”",
    "〝": "〞〟",
}
_MARK = re.compile(r"""["“”„«»「」『』‟〝〞〟]""")
_SINGLE = re.compile(
    r"""'(?<!\w')(?=\w)(?!\d0s)((?:[^'"“”«»\n]|(?<=\w)'(?=\w)){1,300})(?<=[\w.,!?…])'(?!\w)
      | [‘‚](?<!\w.)(?=\w)((?:[^‘’"“”«»\n]|(?<=\w)’(?=\w)){1,300})(?<=[\w.,!?…])[’‘](?!\w)""",
    re.VERBOSE,
)


def find(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The quotations in the paragraph `text[start:end]`, in order."""
    double = _double(text, start, end)
    singles = (
        [Span(found.start() + 1, found.end() - 1) for found in _SINGLE.finditer(text, start, end)]
        if _may_hold_single(text, start, end)
        else []
    )
    if not singles:
        return tuple(double)
    return tuple(sorted([*double, *_outside(singles, double)]))


def _double(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    opened, closers = -1, ""
    for mark in _MARK.finditer(text, start, end):
        position = mark.start()
        if opened < 0:
            if _can_open(text, start, end, position):
                opened, closers = position + 1, _CLOSERS.get(mark[0], "")
        elif mark[0] in closers:
            spans += _trimmed(text, opened, position)
            opened = -1
    if opened >= 0:
        spans += _trimmed(text, opened, end)
    return spans


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    """The span without white space at its ends, which French puts inside its marks; none where nothing is left."""
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    end = start + len(inner.strip())
    return [Span(start, end)] if start < end else []


def _can_open(text: str, start: int, end: int, position: int) -> bool:
    """Inches and stray closing marks open nothing."""
    mark = text[position]
    if mark not in _CLOSERS or position + 1 >= end:
        return False
    before = text[position - 1] if position > start else " "
    if mark == '"':
        return not before.isalnum()
    return mark not in "”»" or not (before.isalnum() or before in ".!?,…" or text[position + 1].isspace())


def _may_hold_single(text: str, start: int, end: int) -> bool:
    return text.find("'", start, end) >= 0 or text.find("‘", start, end) >= 0 or text.find("‚", start, end) >= 0


def _outside(singles: list[Span], double: list[Span]) -> list[Span]:
    """Those that no double quotation covers. Both are in order."""
    kept: list[Span] = []
    index = 0
    for single in singles:
        while index < len(double) and double[index].end <= single.start:
            index += 1
        if index == len(double) or double[index].start >= single.end:
            kept.append(single)
    return kept
