"""Which language a text is in, by py3langid on its beginning.

Guesses on short text are worse than the user's own default: under 100 letters nothing is guessed. 300 letters are
enough, and keep the cost at an eighth of a millisecond however long the article is. Only languages that news is
written in are considered, so that an English text full of names isn't taken for Walloon.
"""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

FEWEST_LETTERS = 100
_SAMPLE = 360  # characters: 300 letters with the spaces between words
_LEAST_SURE = 0.15  # of 4,652 articles five were less sure, two of them wrong: tables of names and figures
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_IDEOGRAPH_COUNTS = 3  # one of them says as much as three letters
_NEWS_LANGUAGES = (
    "af am ar az be bg bn bs ca cs da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id ig is it ja ka kk km "
    "kn ko ku ky lb lo lt lv mg mk ml mn mr ms mt my ne nl no om or pa pl ps pt ro ru rw si sk sl sn so sq sr sv sw "
    "ta te tg th tk tl tr tt ug uk ur uz vi xh yo zh zu"
)


def detect(text: str, default: str) -> str:
    """The ISO 639-1 code of the text's language; `default` where there is too little text to tell, or names alone."""
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < FEWEST_LETTERS > _IDEOGRAPH_COUNTS * len(_IDEOGRAPH.findall(sample)):
        return default
    language, sure = _identifier().classify(sample)
    return str(language) if sure >= _LEAST_SURE else default


@cache
def _identifier() -> LanguageIdentifier:
    """The model, loaded at the first use: 0.7 s, so whoever needs the first article fast calls `detect` early."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_NEWS_LANGUAGES.split())
    return identifier
