"""What is new in a later take, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from monitor.model.article import Span
from monitor.stories.placing import Arrival
from monitor.stories.sketching import phrase_keys, sentence_keys
from monitor.stories.units import TOLD, Ids, Kind, Units
from monitor.stories.window import Member

_KNOWN_PHRASES = 0.75  # of a sentence: mended spelling or another order is no news


def news(arrival: Arrival, earlier: Iterable[Member]) -> tuple[Span, ...]:
    """The sentences of an article that none of the earlier ones of its story tells: not word for word, and not with
    other words around the same facts. A number that none of them has is always news. Headlines and headings are no
    sentences; of very long earlier articles only the beginning is known."""
    told = [each.sketch for each in earlier]
    sentences, phrases, terms = (
        np.unique(np.concatenate([np.zeros(0, np.uint32), *parts]))
        for parts in (
            [each.sentences for each in told],
            [each.phrases for each in told],
            [each.terms for each in told],
        )
    )
    article, found = arrival.article, arrival.units
    spans = [sentence for part in article.paragraphs if part.zone in TOLD for sentence in part.sentences]
    which, keys = sentence_keys(found)
    unknown = which[~np.isin(keys, sentences)].tolist()
    return tuple(spans[number] for number in unknown if _says_more(found, number, phrases, terms))


def _says_more(found: Units, sentence: int, known_phrases: Ids, known_terms: Ids) -> bool:
    here = np.flatnonzero(found.sentence == sentence)
    numbers = found.ids[here[(found.kinds[here] & Kind.NUMBER) > 0]]
    if numbers.size and not np.isin(numbers, known_terms).all():
        return True
    phrases = phrase_keys(found, here[(found.kinds[here] & Kind.SMALL) == 0])
    if not phrases.size:
        return True
    return float(np.isin(phrases, known_phrases).mean()) < _KNOWN_PHRASES
