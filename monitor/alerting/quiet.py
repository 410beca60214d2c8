"""The alert that nothing came: raised by the clock, closed by the next match."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.alerting import telling
from monitor.alerting.decide import decide_opening
from monitor.alerting.decision import Decision, Outcome
from monitor.alerting.evidence import Finding, Verdict
from monitor.alerting.facts import iso
from monitor.alerting.happenings import written
from monitor.alerting.retelling import Step, life_facts, restated
from monitor.alerting.situation import Known, News, Office, Window
from monitor.alerting.windows.telling import asked, in_words
from monitor.model.alert import AlertState, Cause, ChangeKind
from monitor.model.article import Article, ArticleId, Paragraph, PublishedFrom, Span, Zone
from monitor.model.facts import WindowFacts
from monitor.model.match import Match, Mention
from monitor.model.report import Watch
from monitor.rules.compiled import Conditions, Rule
from monitor.rules.windows import Quiet

KEY = written(())
SOURCE = "News Monitor"


def fell_silent(rule: Rule, when: Quiet, watch: Watch, office: Office) -> Decision:
    """The alert that nothing matched. There is no article: the monitor itself says so."""
    said = _sentence(rule, watch.quiet_since, office.now)
    match = _match(rule, f"Nothing for {in_words(when.silence)}: {rule.title}", said, office.now)
    facts = WindowFacts(
        form="silence",
        asked=asked(when),
        values={},
        count=0,
        sources=0,
        start=iso(watch.quiet_since),
        end=iso(office.now),
        usual=None,
        matches=[],
    )
    return decide_opening(News(match, rule, 1, f"quiet:{rule.id}", None, Window(KEY, facts)), None, office)


def spoke_again(rule: Rule, known: Known, article: Article, office: Office) -> Decision:
    """Something matched: the silence is over, and who heard of it hears that."""
    alert = replace(known.alert, state=AlertState.CLOSED, last_match=office.now)
    stands = life_facts(alert, Verdict(Finding.HOLDS, alert.status, ()))
    facts = restated(alert, stands)
    step = Step(ChangeKind.CLOSED, (Cause.HEARD_AGAIN,), (), article)
    letter = step.letter(alert, rule, facts, step.facts(known.alert, None, office))
    told = telling.further(letter, step.kind, known, office, None)
    return Decision(
        Outcome.CHANGED,
        alert.happening,
        facts,
        alert=replace(alert, facts=dict(facts)),
        change=step.change(alert, told, office),
        notifications=told.notifications,
        kept_back=told.kept_back,
    )


def listens_to(rule: Rule, article: Article) -> bool:
    """Whether an article alone breaks the silence that a rule waits for: one that names only sources or languages."""
    conditions = rule.conditions
    if replace(conditions, sources=frozenset(), languages=frozenset()) != Conditions():
        return False
    names = {article.source.casefold(), article.id.source.casefold()}
    return (not conditions.languages or article.language in conditions.languages) and (
        not conditions.sources or bool(names & {source.casefold() for source in conditions.sources})
    )


def _sentence(rule: Rule, since: datetime, now: datetime) -> str:
    whom = ", ".join(sorted(rule.conditions.sources))
    what = f"from {whom} " if whom else ""
    return f"Nothing {what}that “{rule.title}” looks for has come since {since:%H:%M} UTC on {since:%d %B %Y}."


def _match(rule: Rule, headline: str, said: str, now: datetime) -> Match:
    text = f"{headline}\n\n{said}"
    head, body = Span(0, len(headline)), Span(len(headline) + 2, len(text))
    article = Article(
        id=ArticleId("monitor", f"silence/{rule.id}"),
        version=now.isoformat(),
        text=text,
        paragraphs=(Paragraph(Zone.HEADLINE, *head, (head,)), Paragraph(Zone.BODY, *body, (body,))),
        quotes=(),
        language="en",
        published=now,
        published_from=PublishedFrom.FRONT_MATTER,
        received=now,
        source=SOURCE,
    )
    proof = Mention(Zone.BODY, body, ())
    return Match(rule.id, article, (proof,), proof, {}, None)
