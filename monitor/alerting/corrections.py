"""An article takes back, or puts right, what an alert rests on.

- A new version of an article, in the same story, that no longer says so.
- A version, or another article of the same source and story, that is marked as a correction: what the source said
  before counts no more, what it says now does. One that names another happening of the rule (`Latakia: rebels did not
  capture it`) takes nothing back of those that it does not name, though all stand in one story.
- A kill or withdrawal: the same, and what it says itself does not count either.

Everybody who had the alert is told, in its thread. Only where a page quietly dropped what others still report, and what
was never quoted to anybody, nobody is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.alerting import evidence, life, telling, voices
from monitor.alerting.decide import news_facts
from monitor.alerting.decision import Decision, Outcome, report_of
from monitor.alerting.facts import proof_facts
from monitor.alerting.life import Turn
from monitor.alerting.retelling import Step, life_facts, restated
from monitor.alerting.situation import Known, News, Office
from monitor.alerting.telling import Telling
from monitor.model.alert import Alert, Cause, ChangeKind, Difference, KeptBack, Standing
from monitor.model.article import Article
from monitor.model.entries import entry_of, entry_told
from monitor.model.facts import AlertFacts
from monitor.model.report import Report
from monitor.rules.compiled import Rule


@dataclass(frozen=True, slots=True)
class Correction:
    """A version of an article that may take something back of an alert. `voice` is the source that speaks in it.
    `of_another`: what it says, with whatever status, is of other happenings of the alert's rule, not of the alert's.
    `names_it`: it says that it was not the alert's (`puts_right`)."""

    article: Article
    number: int
    story_id: str
    voice: str
    of_another: bool = False
    names_it: bool = False

    @property
    def cause(self) -> Cause:
        if self.article.withdrawn:
            return Cause.MARKED_WITHDRAWN
        return Cause.MARKED_CORRECTED if self.article.correction else Cause.NO_LONGER_SAID


_NOT = (
    r"not", r"instead\s+of", r"rather\s+than", r"corrects?\b[^.]{0,80}\bfrom", r"nicht", r"statt", r"anstatt",
    r"et\s+non", r"non\s+pas", r"au\s+lieu\s+de", r"y\s+no", r"en\s+lugar\s+de", r"en\s+vez\s+de",
    r"не", r"вместо", r"وليس", r"لا",
)  # fmt: skip
"""`Latakia (not Homs)`: with no more than an article, or what kind of place it is, before the name."""
_NOT_BEFORE = (
    rf"(?<!\w)(?:{'|'.join(_NOT)})\s+(?:in\s+|à\s+|en\s+|в\s+|في\s+)?(?:(?:the\s+)?(?:city|town|port)\s+of\s+)?"
)
_WITHOUT_SPACES = r"(?:而非|而不是|不是)\s*"


def puts_right(article: Article, alert: Alert, rule: Rule) -> bool:
    """Whether a marked correction names what an alert is about as what it was not: `Latakia (not Homs)`."""
    slots = alert.facts.get("slots", {})
    about = [slots.get(name, {}) for name in rule.once_per or slots]
    names = {name for slot in about if slot.get("name") for name in (slot["name"], slot["text"])}
    if not article.correction or not names:
        return False
    named = "|".join(re.escape(name) for name in sorted(names))
    form = rf"(?:{_NOT_BEFORE}(?:{named})\b)|(?:{_WITHOUT_SPACES}(?:{named}))"
    return re.search(form, article.text, re.IGNORECASE) is not None


def taken_back(correction: Correction, reports: Iterable[Report], *, speaks_of_it: bool) -> tuple[Report, ...]:
    """The reports that count no more. `speaks_of_it`: the correcting article matches the alert's own happening, so that
    it means the same, whichever story it was placed in."""
    return tuple(report for report in reports if _means(correction, report, speaks_of_it=speaks_of_it))


def _means(correction: Correction, report: Report, *, speaks_of_it: bool) -> bool:
    article = correction.article
    same_story = report.story_id == correction.story_id
    if report.article == article.id:
        return report.number < correction.number and (same_story or article.correction)
    told_by = article.correction and voices.same(report.voice, correction.voice)
    means_story = same_story and not correction.of_another
    return told_by and (means_story or speaks_of_it) and report.published <= article.published


def correct(correction: Correction, news: News | None, rule: Rule, known: Known, office: Office) -> Decision | None:
    """What a correction does to an alert; `news` is its match of the alert's happening. None: nothing, so that the
    match, if there is one, is decided like any other."""
    gone = taken_back(correction, known.reports, speaks_of_it=news is not None or correction.names_it)
    stays = news if news and _still_says(news, rule) else None
    if not gone or (stays and not correction.article.correction):
        return None
    report = report_of(stays) if stays else None
    left = tuple(each for each in known.reports if each not in gone)
    found = evidence.verdict((*left, report) if report else left, rule)
    turn = life.turn(known.alert, rule, found, stays.match.slots if stays else {})
    step = _step(correction, turn, stays, known)
    told_life = life_facts(turn.alert, found, stays.match if stays else None)
    facts = restated(turn.alert, told_life)
    if stays and evidence.affirms(stays.match.proof.status, rule):
        facts = news_facts(stays, office, turn.alert.id, turn.alert, told_life)
    alert = replace(turn.alert, headline=facts["headline"], facts=dict(facts))
    told = _tell(step, alert, (correction, stays, rule), known, office)
    return Decision(
        Outcome.CHANGED,
        alert.happening,
        facts,
        alert=alert,
        change=step.change(alert, told, office),
        report=report,
        withdrawn=gone,
        notifications=told.notifications,
        kept_back=told.kept_back,
    )


def _still_says(news: News, rule: Rule) -> bool:
    status = news.match.proof.status
    said = evidence.affirms(status, rule) or evidence.opposes(status, rule)
    return said and news.voice is not None and not news.match.article.withdrawn


def _step(correction: Correction, turn: Turn, stays: News | None, known: Known) -> Step:
    turned = turn.alert.standing is not known.alert.standing and turn.alert.standing in _WORSE
    kind = _WORSE[turn.alert.standing] if turned else ChangeKind.CORRECTED
    # What the source said before is gone, so its slots are compared with what was told, asked for or not.
    slots = _differences(known.alert, stays) if stays else ()
    others = tuple(each for each in turn.differences if each.what not in {one.what for one in slots})
    return Step(kind, (correction.cause,), (*others, *slots), correction.article, correction.number)


_WORSE = {
    Standing.RETRACTED: ChangeKind.RETRACTED,
    Standing.DENIED: ChangeKind.DENIED,
    Standing.CONTESTED: ChangeKind.CONTESTED,
}


def _differences(told: Alert, stays: News) -> tuple[Difference, ...]:
    before = told.facts.get("slots", {})
    found = []
    for name, value in stays.match.slots.items():
        entry = entry_of(value)
        was = before.get(name, {})
        first, now = entry_told(was), entry.name if entry else value.text
        earlier = first.name if first else str(was.get("text", ""))
        if earlier and now.casefold() != earlier.casefold():
            found.append(Difference(name, earlier, now))
    return tuple(found)


def _tell(step: Step, alert: Alert, by: tuple[Correction, News | None, Rule], known: Known, office: Office) -> Telling:
    correction, stays, rule = by
    article = correction.article
    quoted = known.alert.facts["article"]
    was_quoted = (quoted["folder"], quoted["path"]) == tuple(article.id)
    if not article.correction and step.kind is ChangeKind.CORRECTED and not was_quoted:
        return Telling(kept_back=KeptBack.STILL_REPORTED)
    proof = proof_facts(article, stays.match.proof) if stays else None
    facts: AlertFacts = alert.facts  # type: ignore[assignment]  # made in this shape
    letter = step.letter(alert, rule, facts, step.facts(known.alert, proof, office))
    return telling.further(letter, step.kind, known, office, None)
