"""One spelling for everything that looks the same: NFC, `\\n`, plain spaces, nothing invisible.

Linear in the text whatever it holds: Unicode's own normalisation needs quadratic time for long runs of combining
marks, so runs longer than any script uses are cut first, as UAX 15's stream-safe format does.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Zero-width joiners are letters' business in Persian or Hindi; between Latin letters they only hide words.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
    "|(?<=[\x00-\u024f])[\u200c\u200d]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNUSUAL = re.compile("[^\n -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u4e00-\u9fff]")
_MOST_MARKS = 30
_MARKS = re.compile(rf"[^\w\s\x00-\u02ff]{{{_MOST_MARKS + 1},}}")  # combining marks are no letters to `re`


def normalise(text: str) -> str:
    """The text in its one spelling. Runs of spaces stay: blocks are told apart by them."""
    if not _UNUSUAL.search(text):
        return text
    text = _SPACE.sub(" ", _LINE_END.sub("\n", text))
    text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _MARKS.sub(_cut, text))


def _cut(run: re.Match[str]) -> str:
    """The run without the combining marks beyond what any script puts on one letter."""
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
