"""What comes of a match: the alert that it raises, changes or only extends, who is told, and if nobody is, why not.

    decide(news, known, office) → Decision | None   # a match; `known` is the open alert of its happening
    decide_opening(…)           → Decision          # a match of a status that the rule takes
    corrections.correct(…)      → Decision | None   # an article that was corrected, withdrawn, or no longer says so

Pure: what a decision says is written by `monitor.raising`.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.alerting import evidence, happenings, ids, life, telling
from monitor.alerting.decision import Decision, Outcome, denial, report_of, reports_with
from monitor.alerting.evidence import Verdict
from monitor.alerting.facts import alert_facts, proof_facts
from monitor.alerting.life import Turn
from monitor.alerting.retelling import Step, as_urgent, life_facts, restated
from monitor.alerting.situation import Known, News, Office
from monitor.alerting.telling import Letter, Telling
from monitor.alerting.voices import voice
from monitor.model.alert import Alert, AlertState, Cause, ChangeKind, KeptBack, Told
from monitor.model.facts import AlertFacts, LifeFacts
from monitor.rules import windows
from monitor.rules.compiled import Rule


def decide(news: News, known: Known | None, office: Office) -> Decision | None:
    """Decide what a match does. `known` must be up to date with the matches decided before it. None: nothing, since it
    is a mention of a status that the rule does not take, of what nobody was told."""
    return decide_opening(news, known, office) if news.match.opens or _goes_on(news, known, office) else None


def told_already(news: News, known: Known, office: Office) -> Decision:
    """Decide on a match that may tell of an open alert of another happening, less exactly, or mentions by the way what
    a closed one told: it says nothing new, nor anything for or against that alert, and doesn't keep it open."""
    facts = news_facts(news, office, known.alert.id, known.alert)
    is_open = known.alert.state is AlertState.OPEN
    kept_back = KeptBack.ALREADY_ALERTED if is_open else KeptBack.BY_THE_WAY
    return Decision(Outcome.EXTENDED, known.alert.happening, facts, alert=known.alert, kept_back=kept_back)


def decide_opening(news: News, known: Known | None, office: Office) -> Decision:
    """Decide what a match does that may open an alert."""
    match, rule = news.match, news.rule
    if known and _goes_on(news, known, office):
        return _further(news, known, office)
    key = happenings.of_window(news.window.key) if news.window else happenings.happening(match, news.story_id)
    new_id = ids.alert_id(office.now, rule.id, key, f"{match.article.id} {match.article.version}")
    if rule.shadow:
        return Decision(Outcome.SHADOWED, key, news_facts(news, office, new_id), kept_back=KeptBack.SHADOW)
    if match.article.withdrawn:
        return Decision(Outcome.WITHDRAWN, key, news_facts(news, office, new_id), kept_back=KeptBack.WITHDRAWN)
    return _raise(news, key, new_id, office)


def _goes_on(news: News, known: Known | None, office: Office) -> bool:
    return (
        known is not None
        and known.alert.state is AlertState.OPEN
        and office.now <= known.alert.hold_until
        and not news.rule.shadow
    )


def news_facts(
    news: News, office: Office, alert_id: str, alert: Alert | None = None, stands: LifeFacts | None = None
) -> AlertFacts:
    """What a message says of the match; `alert` and how it `stands` where it is told as one of a known alert."""
    window = news.window
    return alert_facts(
        news.match,
        news.rule,
        alert_id=alert_id,
        opened=alert.opened if alert else office.now,
        headline=office.headline,
        severity=alert.severity if alert else None,
        life=stands,
        window=window.facts if window else None,
        more_slots=window.slots if window else None,
    )


def _raise(news: News, key: str, new_id: str, office: Office) -> Decision:
    # The copy that is the first to match speaks for itself: its origin came before the rule, or from elsewhere.
    news = replace(news, voice=news.voice or voice(news.match.article, copy=False))
    match, rule, report = news.match, news.rule, report_of(news)
    found = evidence.verdict(reports_with((), report, news), rule)
    sources = max(1, len(found.sources))
    alert = Alert(
        id=new_id,
        rule_id=rule.id,
        happening=key,
        state=AlertState.OPEN,
        severity=life.severity(rule, sources),
        headline="",
        late=match.late,
        opened=office.now,
        last_match=office.now,
        hold_until=office.now + rule.hold,
        story_id=news.story_id,
        facts={},
        standing=life.standing(None, match.proof.status, found),
        status=match.proof.status,
        sources=sources,
        entries=life.told_entries(rule, match.slots),
    )
    facts = news_facts(news, office, new_id, alert, life_facts(alert, found, match))
    letter = Letter(facts, as_urgent(rule, alert), ids.thread(rule.id, key), alert.story_id)
    told = telling.first(letter, match.article, office, late=match.late)
    step = Step(ChangeKind.RAISED, (_first_cause(rule),), (), match.article, news.number)
    return Decision(
        Outcome.RAISED,
        key,
        facts,
        alert=replace(alert, headline=facts["headline"], facts=dict(facts)),
        change=step.change(alert, told, office, late=match.late),
        report=report,
        notifications=told.notifications,
        digests=told.digests,
        kept_back=told.kept_back,
    )


def _first_cause(rule: Rule) -> Cause:
    if isinstance(rule.when, windows.Quiet):
        return Cause.SILENCE
    return Cause.WINDOW_FULL if rule.when else Cause.FIRST_MATCH


def _further(news: News, known: Known, office: Office) -> Decision:
    """A match of what is known: does it change anything, and is that to be told?"""
    match, rule, report = news.match, news.rule, report_of(news)
    found = evidence.verdict(reports_with(known.reports, report, news), rule)
    turn = life.turn(known.alert, rule, found, match.slots if match.opens and report else {})
    turn = replace(turn, alert=_held(turn.alert, news, office))
    in_time = match.opens and known.alert.late and not match.late
    needed = Told.AT_ONCE if in_time else Told.DIGEST
    if match.opens and not match.article.withdrawn and known.told < needed:
        return _tell_first(news, turn, found, Cause.IN_TIME if in_time else Cause.UNMUTED, office)
    if turn.kind is None:
        facts = news_facts(news, office, turn.alert.id, turn.alert)
        kept_back = _why_nothing(news)
        happening = turn.alert.happening
        return Decision(Outcome.EXTENDED, happening, facts, alert=turn.alert, report=report, kept_back=kept_back)
    return _tell_change(news, turn, found, known, office)


def _held(alert: Alert, news: News, office: Office) -> Alert:
    """A match that could have opened the alert, and one that denies it, keep it open for another `hold`. Of a rule that
    counts over time, only what completes a window does."""
    match, rule = news.match, news.rule
    counts = rule.when is None or news.window is not None or isinstance(rule.when, windows.New)
    if counts and (match.opens or denial(match)) and not match.article.withdrawn:
        until = max(alert.hold_until, office.now + rule.hold)
        return replace(alert, last_match=max(alert.last_match, office.now), hold_until=until)
    return alert


def _why_nothing(news: News) -> KeptBack:
    if news.match.article.withdrawn:
        return KeptBack.WITHDRAWN
    if not news.match.opens:
        return KeptBack.WEAKER
    return KeptBack.COPY if news.voice is None else KeptBack.ALREADY_ALERTED


def _tell_first(news: News, turn: Turn, found: Verdict, cause: Cause, office: Office) -> Decision:
    """Nobody was told yet, or only a digest of late news. Told once as well, whoever else decides it now: the
    notifications' ids are made from the alert's, and the store takes each of them once."""
    match, alert = news.match, turn.alert
    facts = news_facts(news, office, alert.id, alert, life_facts(alert, found, match))
    letter = Letter(facts, as_urgent(news.rule, alert), ids.thread(alert.rule_id, alert.happening), alert.story_id)
    told = telling.first(letter, match.article, office, late=match.late)
    causes = turn.causes if told.kept_back else (cause, *turn.causes)
    if not told.kept_back:
        alert = replace(alert, late=alert.late and match.late, headline=facts["headline"], facts=dict(facts))
    step = Step(turn.kind or ChangeKind.UPDATED, causes, turn.differences, match.article, news.number)
    return Decision(
        Outcome.CHANGED if causes else Outcome.EXTENDED,
        alert.happening,
        facts,
        alert=alert,
        change=step.change(alert, told, office, late=match.late) if causes else None,
        report=report_of(news),
        notifications=told.notifications,
        digests=told.digests,
        kept_back=told.kept_back,
    )


def _tell_change(news: News, turn: Turn, found: Verdict, known: Known, office: Office) -> Decision:
    match, rule, alert = news.match, news.rule, turn.alert
    kind = turn.kind or ChangeKind.UPDATED
    step = Step(kind, turn.causes, turn.differences, match.article, news.number)
    stands = life_facts(alert, found, match)
    says_so = evidence.affirms(match.proof.status, rule)
    facts = news_facts(news, office, alert.id, alert, stands) if says_so else restated(alert, stands)
    told = Telling(kept_back=KeptBack.NOT_IN_AGAIN_IF)
    if turn.asked:
        told = _late_or_told(news, step, (alert, facts), known, office)
        alert = replace(alert, headline=facts["headline"], facts=dict(facts))
    return Decision(
        Outcome.CHANGED,
        alert.happening,
        news_facts(news, office, alert.id, alert),
        alert=alert,
        change=step.change(alert, told, office),
        report=report_of(news),
        notifications=told.notifications,
        kept_back=told.kept_back,
    )


def _late_or_told(news: News, step: Step, now: tuple[Alert, AlertFacts], known: Known, office: Office) -> Telling:
    """Old news interrupts nobody: the digests that had the alert say it."""
    if news.match.late:
        return Telling(kept_back=KeptBack.LATE)
    alert, facts = now
    against = denial(news.match) if step.kind in (ChangeKind.CONTESTED, ChangeKind.DENIED) else None
    proof = proof_facts(news.match.article, against or news.match.proof)
    letter = step.letter(alert, news.rule, facts, step.facts(known.alert, proof, office))
    return telling.further(letter, step.kind, known, office, news.match.article)
