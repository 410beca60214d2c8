"""Arabic words without the letters that are written onto them: and-, the-, to-the-, and the common endings.

After the "light10" stemmer of Larkey, Ballesteros and Connell (2002): good for finding texts about the same, never for
deciding what a word means.
"""

from __future__ import annotations

_AND = "و"
_BEFORE = ("وال", "بال", "كال", "فال", "لل", "ال")
_AFTER = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
_STEM = 2
_STEM_AFTER_AND = 3


def arabic_stem(word: str) -> str:
    """The stem of a folded word; one of another script comes back as it is."""
    for before in _BEFORE:
        if word.startswith(before) and len(word) - len(before) >= _STEM:
            word = word[len(before) :]
            break
    else:
        if word.startswith(_AND) and len(word) > _STEM_AFTER_AND:
            word = word[1:]
    for after in _AFTER:
        if word.endswith(after) and len(word) - len(after) >= _STEM:
            word = word[: -len(after)]
    return word
