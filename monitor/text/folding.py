"""What is left of a word when only its letters count: case, Latin and Greek accents, and marks nobody types folded
away.

`café` = `cafe`, `Ḩamāh` = `hamah`, `Łódź` = `lodz`, `Ἀθῆναι` = `αθηναι`. Arabic loses its vowel signs, its tatweel and
the seat of its hamza; Hebrew its points; Russian `ё` is `е`, as people type it, but `й` stays `й`: there it is another
letter, not an accent. All other scripts stay as they are.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LETTERS = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ə": "e", "Ə": "E",
    "ё": "е", "Ё": "Е",
    "ʿ": "", "ʾ": "", "ʼ": "", "ʻ": "", "ʹ": "", "ـ": "", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "",
}  # fmt: skip
"""Letters that Unicode does not decompose, and signs that transliterations write and readers leave out."""

_ACCENTED = ((0x00, 0x24F), (0x370, 0x3FF), (0x1E00, 0x1FFF), (0x621, 0x6FF), (0xFF00, 0xFF9F), (0xFB00, 0xFB06))
_MARKS = ((0x300, 0x36F), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6ED))


def fold(text: str) -> str:
    """`text` without case and accents."""
    return text.lower() if text.isascii() else unaccent(unaccent(text).casefold())


def unaccent(text: str) -> str:
    """`text` without accents; its case stays."""
    return text if text.isascii() else "".join(map(_plain, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=8192)
def _plain(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    if _within(letter, _MARKS):
        return ""
    if not _within(letter, _ACCENTED):
        return letter
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part)) or letter


def _within(letter: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(letter)
    return any(first <= code <= last for first, last in ranges)
