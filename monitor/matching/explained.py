"""An explanation as text for a terminal, and as plain values for JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby

from monitor.matching.explain import ExplainedStep, Explanation, Place, Struck
from monitor.matching.telling import ToldEvent
from monitor.model.article import Article, Span
from monitor.model.match import Match, SlotValue

_MOST_SENTENCES = 20
_MOST_LETTERS, _FEW_LETTERS = 160, 40


def as_text(explanation: Explanation) -> str:
    """Verdict, then each condition, then the sentences in question with the words underlined."""
    return "\n".join(_lines(explanation)) + "\n"


def _lines(explanation: Explanation) -> Iterator[str]:
    article = explanation.article
    yield f"{explanation.rule.id}: {'fires' if explanation.fires else 'does not fire'} on {article.id.path}"
    if explanation.first_no:
        yield f"first no: {explanation.first_no}"
    elif explanation.matches[0].late:
        yield "late: the article is older than the rule's max_age, so nobody is interrupted"
    yield ""
    for step in explanation.steps:
        yield f"  {_verdict(step.holds)} {step.key}: {_asked(step)}{_number(step)}"
        yield from (f"  {_verdict(each.holds)} {'  ' * each.depth}{each.asked}" for each in step.branches)
    for struck in explanation.struck:
        yield f"  struck: `{article.quote(struck.place.span)}`, since {_striking(article, struck)}"
    yield from _events(article, explanation)
    for match in explanation.matches:
        yield ""
        yield from _match(article, match)
    if not explanation.matches and not explanation.events:
        yield from _underlined(article, [place for step in explanation.steps for place in step.places])
    if explanation.struck:
        yield "  does not count:"
        places = [place for struck in explanation.struck for place in (struck.place, struck.by) if place]
        yield from _by_sentence(article, places)


def _events(article: Article, explanation: Explanation) -> Iterator[str]:
    """Each event and each action that makes none, with its sentence where no match shows it. Words of an action that
    are all there is of it are many: they share a line."""
    shown = {mention.sentence for match in explanation.matches for mention in match.mentions}
    told = [each for each in explanation.events if not each.far]
    for sentence, together in groupby(told[:_MOST_SENTENCES], lambda each: each.sentence):
        here = list(together)
        yield from (f"  {'no event' if each.status is None else 'event'}: {each}" for each in here)
        if sentence not in shown:
            cues = [each.cue.span for each in here if each.cue]
            yield from _sentence(article, here[0].zone, sentence, chain(*(each.spans for each in here)), cues)
    if len(told) > _MOST_SENTENCES:
        yield f"  … and {len(told) - _MOST_SENTENCES} more"
    far: dict[str, list[str]] = {}
    for each in explanation.events:
        if each.far:
            far.setdefault(each.no or "", []).append(f"'{each.words}' (s{each.number})")
    for why, words in far.items():
        more = f" and {len(words) - _MOST_SENTENCES} more" if len(words) > _MOST_SENTENCES else ""
        yield f"  no event: {', '.join(words[:_MOST_SENTENCES])}{more}: {why}"


def _striking(article: Article, struck: Struck) -> str:
    if struck.by is not None:
        return f"its sentence has `{article.quote(struck.by.span)}`"
    cue = f" (cue '{article.quote(struck.cue)}')" if struck.cue else ""
    return f"its status is {struck.status}{cue}"


def _verdict(holds: bool) -> str:
    return "yes" if holds else "no "


def _asked(step: ExplainedStep) -> str:
    """What was asked; of a long list only what was found."""
    if len(step.asked) <= _MOST_LETTERS:
        return step.asked
    found = ", ".join(sorted({place.term for place in step.places}))
    return f"{found}, of {step.asked[:_FEW_LETTERS].rstrip()}…" if found else f"{step.asked[:_MOST_LETTERS].rstrip()}…"


def _number(step: ExplainedStep) -> str:
    return f" ({len(step.places)} {'place' if len(step.places) == 1 else 'places'})" if step.places else ""


def _match(article: Article, match: Match) -> Iterator[str]:
    for name, value in match.slots.items():
        yield f"  {name}: {value.name or value.text}"
    yield "  proof:"
    yield from _sentence(article, match.proof.zone, match.proof.sentence, match.proof.spans)
    others = [mention for mention in match.mentions if mention is not match.proof]
    if others:
        yield "  also:"
    for mention in others[:_MOST_SENTENCES]:
        yield from _sentence(article, mention.zone, mention.sentence, mention.spans)


def _underlined(article: Article, places: list[Place]) -> Iterator[str]:
    if places:
        yield ""
    yield from _by_sentence(article, places)


def _by_sentence(article: Article, places: list[Place]) -> Iterator[str]:
    sentences: dict[Span, list[Place]] = {}
    for place in sorted(places, key=lambda each: each.span):
        sentences.setdefault(place.sentence, []).append(place)
    for sentence, standing in list(sentences.items())[:_MOST_SENTENCES]:
        yield from _sentence(article, standing[0].zone, sentence, [place.span for place in standing])


def _sentence(
    article: Article, zone: str, sentence: Span, spans: Iterable[Span], cues: Iterable[Span] = ()
) -> Iterator[str]:
    """The sentence with a line of carets under it, and of tildes under cues. Line ends inside are shown as spaces."""
    text = article.quote(sentence).replace("\n", " ")
    marks = {place: "~" for span in cues for place in _places(sentence, span)}
    marks |= {place: "^" for span in spans for place in _places(sentence, span)}
    carets = "".join(marks.get(place, " ") * _width(letter) for place, letter in enumerate(text))
    head = f"  [{zone}] "
    yield head + text
    yield " " * len(head) + carets.rstrip()


def _places(sentence: Span, span: Span) -> range:
    """The letters of a sentence that a stretch of the article covers."""
    return range(max(span.start, sentence.start) - sentence.start, min(span.end, sentence.end) - sentence.start)


def _width(letter: str) -> int:
    """The columns that a terminal gives a letter."""
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def as_json(explanation: Explanation) -> dict[str, object]:
    """The same as plain values; offsets are code points of the article's text."""
    article = explanation.article
    return {
        "rule": explanation.rule.id,
        "article": str(article.id),
        "fires": explanation.fires,
        "first_no": explanation.first_no,
        "late": any(match.late for match in explanation.matches),
        "steps": [
            {"key": step.key, "asked": step.asked, "holds": step.holds, "places": _json_places(article, step.places)}
            | _json_branches(step)
            for step in explanation.steps
        ],
        "struck": _json_struck(explanation),
        "events": [_json_event(article, each) for each in explanation.events],
        "matches": [_json_match(article, match) for match in explanation.matches],
    }


def _json_places(article: Article, places: Iterable[Place]) -> list[dict[str, object]]:
    return [_json_place(article, place) for place in places]


def _json_place(article: Article, place: Place) -> dict[str, object]:
    return {
        "term": place.term,
        "text": article.quote(place.span),
        "start": place.span.start,
        "end": place.span.end,
        "zone": str(place.zone),
        "sentence": article.quote(place.sentence),
        "entry": place.entry,
    }


def _json_branches(step: ExplainedStep) -> dict[str, object]:
    branches = [{"asked": each.asked, "depth": each.depth, "holds": each.holds} for each in step.branches]
    return {"branches": branches} if branches else {}


def _json_struck(explanation: Explanation) -> list[dict[str, object]]:
    article = explanation.article
    return [
        {
            "place": _json_place(article, each.place),
            "by": _json_place(article, each.by) if each.by else None,
            "status": str(each.status) if each.status else None,
            "cue": article.quote(each.cue) if each.cue else None,
        }
        for each in explanation.struck
    ]


def _json_event(article: Article, each: ToldEvent) -> dict[str, object]:
    cue = each.cue
    return {
        "sentence": each.number,
        "text": article.quote(each.sentence),
        "zone": str(each.zone),
        "action": each.action,
        "words": each.words,
        "spans": [[span.start, span.end] for span in each.spans],
        "slots": _json_slots(each.slots),
        "status": str(each.status) if each.status else None,
        "cue": {"text": cue.text, "words": cue.words, "side": cue.side} if cue else None,
        "said_by": each.said_by,
        "counts": each.no is None,
        "no": each.no,
    }


def _json_slots(slots: Mapping[str, SlotValue]) -> dict[str, object]:
    return {name: {"text": value.text, "name": value.name, **value.facts} for name, value in slots.items()}


def _json_match(article: Article, match: Match) -> dict[str, object]:
    return {
        "happening": list(match.happening) if match.happening is not None else None,
        "slots": _json_slots(match.slots),
        "proof": article.quote(match.proof.sentence),
        "zone": str(match.proof.zone),
        "status": str(match.proof.status),
        "spans": [[span.start, span.end] for span in match.proof.spans],
        "mentions": len(match.mentions),
    }
