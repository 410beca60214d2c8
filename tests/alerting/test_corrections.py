"""Articles that take back, or put right, what an alert rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from monitor.alerting.corrections import Correction, correct, puts_right
from monitor.alerting.decision import Decision
from monitor.alerting.situation import Known, News
from monitor.model.alert import AlertState, Cause, ChangeKind, KeptBack, Standing
from monitor.model.article import Article
from monitor.model.match import Status
from monitor.rules.compiled import ASSERTED
from tests.alerting.test_updates import DESK, EVENT, HOUR, life, people, report
from tests.support.alerting import after, decision_on, match, news, office, told
from tests.support.articles import PUBLISHED as NOW


def article(source: str = "Reuters", hours: float = 1, path: str = "Reuters-0.txt", **marks: Any) -> Article:
    return replace(news(path=path, source=source, published=NOW + hours * HOUR), **marks)


def corrected(
    known: Known, by: Article, status: Status | None = None, *, number: int = 2, story: str = "s1", **fields: Any
) -> Decision | None:
    """What `by` does, which says the same with `status`, or nothing of it."""
    mine: News | None = None
    if status:
        mine = told(match(by, status=status, opens=status in ASSERTED, **fields), EVENT, number=number, story=story)
    return correct(Correction(by, number, story, by.source), mine, EVENT, known, office(by.published))


def done(decision: Decision | None) -> Decision:
    assert decision is not None
    assert decision.change is not None
    assert decision.alert is not None
    return decision


def test_a_new_version_that_no_longer_says_so_retracts_it() -> None:
    known, (first,) = life(report(Status.ASSERTED, "Reuters"))
    decision = done(corrected(known, article()))
    assert decision.change is not None
    assert (decision.change.kind, decision.change.causes) == (ChangeKind.RETRACTED, (Cause.NO_LONGER_SAID,))
    assert decision.alert is not None
    assert decision.alert.standing is Standing.RETRACTED
    assert people(decision) == DESK
    assert decision.withdrawn == known.reports
    content = decision.notifications[0].content
    assert (content["change"]["proof"], content["change"]["before"]["status"]) == (None, "asserted")
    assert content["alert"]["headline"] == first.facts["headline"]
    assert decision.notifications[0].thread == first.notifications[0].thread


@pytest.mark.parametrize(
    ("by", "number", "story"),
    [
        (article(), 1, "s1"),  # not a later version
        (article(), 2, "s2"),  # the file was overwritten with another report
        (article(path="other.txt"), 2, "s1"),  # another article of the story, not marked
        (article("AFP", path="other.txt", correction=True), 1, "s1"),  # another source's correction
        (article(path="other.txt", correction=True), 1, "s2"),  # another story's correction
        (article(hours=-1, path="other.txt", correction=True), 1, "s1"),  # it corrects what was before
    ],
)
def test_what_corrects_something_else_changes_nothing(by: Article, number: int, story: str) -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    assert corrected(known, by, number=number, story=story) is None


@pytest.mark.parametrize(
    ("by", "takes_back"),
    [
        (article(path="other.txt", correction=True), False),  # of Hama: `Latakia was not captured`
        (article(path="other.txt", correction=True, withdrawn=True), False),
        (article(correction=True), True),  # the very article: what it said of Hama it says no more
        (article(), True),
    ],
)
def test_what_names_another_happening_leaves_this_one_but_in_its_own_article(by: Article, takes_back: bool) -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    of_another = Correction(by, 2, "s1", by.source, of_another=True)
    assert (correct(of_another, None, EVENT, known, office(by.published)) is not None) is takes_back
    assert correct(replace(of_another, of_another=False), None, EVENT, known, office(by.published)) is not None


@pytest.mark.parametrize(("voice", "takes_back"), [("Reuters", True), ("AFP", False)])
def test_what_says_that_it_was_not_this_one_means_it_in_whichever_story(voice: str, takes_back: bool) -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    by = article(voice, path="other.txt", correction=True)
    decision = correct(Correction(by, 1, "s2", voice, names_it=True), None, EVENT, known, office(by.published))
    assert (decision is not None) is takes_back


@pytest.mark.parametrize(
    ("text", "says_so"),
    [
        ("Rebels take Latakia (not Hama)", True),
        ("(Corrects city to Latakia from Hama)", True),
        ("Rebels take Latakia instead of the city of Hama", True),
        ("Die Rebellen nahmen Latakia ein, nicht Hama", True),
        ("Les rebelles ont pris Lattaquié et non Hama", True),
        ("叛军占领拉塔基亚，而非Hama", True),
        ("Rebels did not take Latakia; Hama is theirs", False),
        ("Rebels take Latakia (not Hamadan)", False),
    ],
)
def test_what_a_correction_says_it_was_not(text: str, says_so: bool) -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    about = replace(known.alert, facts={**known.alert.facts, "slots": {"city": {"name": "Hama", "text": "Hama"}}})
    by = replace(news(text), correction=True)
    assert puts_right(by, about, EVENT) is says_so
    assert not puts_right(news(text), about, EVENT), "what is no correction takes nothing back"


def test_a_kill_of_the_only_report_retracts_it() -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    kill = article(path="kill.txt", correction=True, withdrawn=True)
    by_story = done(corrected(known, kill, number=1))
    by_words = done(corrected(known, kill, Status.ASSERTED, number=1, story="s9"))
    for decision in (by_story, by_words):
        assert decision.change is not None
        assert (decision.change.kind, decision.change.causes) == (ChangeKind.RETRACTED, (Cause.MARKED_WITHDRAWN,))
        assert decision.report is None


def test_a_kill_of_one_of_two_reports_leaves_the_other() -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"), report(Status.ASSERTED, "AFP", 0.5))
    decision = done(corrected(known, article(path="kill.txt", correction=True, withdrawn=True), number=1))
    assert decision.change is not None
    assert decision.change.kind is ChangeKind.CORRECTED
    assert decision.facts["life"]["sources"] == ["AFP"]
    assert people(decision) == DESK


def test_a_correction_that_still_says_so_says_what_was_put_right() -> None:
    first = report(Status.ASSERTED, "Reuters", slots={"city": "Hama", "captor": "HTS"})
    known, _ = life(first)
    fixed = article(path="fixed.txt", correction=True)
    decision = done(corrected(known, fixed, Status.ASSERTED, number=1, slots={"city": "Hama", "captor": "SNA"}))
    assert decision.change is not None
    assert (decision.change.kind, decision.change.causes) == (ChangeKind.CORRECTED, (Cause.MARKED_CORRECTED,))
    assert [tuple(one) for one in decision.change.differences] == [("captor", "HTS", "SNA")]
    assert decision.report is not None
    assert decision.report.article.path == "fixed.txt"
    assert [each.article.path for each in decision.withdrawn] == ["Reuters-0.txt"]


def test_a_new_version_that_says_the_same_is_a_further_match() -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    assert corrected(known, article(), Status.ASSERTED) is None
    assert corrected(known, article(), Status.DENIED) is None


def test_a_new_version_that_only_says_it_may_be_takes_it_back() -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    decision = done(corrected(known, article(), Status.POSSIBLE))
    assert decision.change is not None
    assert decision.change.kind is ChangeKind.RETRACTED


def test_a_marked_correction_that_denies_it() -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    decision = done(corrected(known, article(correction=True), Status.NEGATED))
    assert decision.change is not None
    assert (decision.change.kind, decision.change.causes) == (ChangeKind.DENIED, (Cause.MARKED_CORRECTED,))


def test_a_page_that_quietly_drops_what_others_report_is_not_worth_a_message() -> None:
    known, _ = life(
        report(Status.ASSERTED, "Reuters"), report(Status.ASSERTED, "AFP", 0.5), report(Status.ASSERTED, "AP", 0.6)
    )
    assert known.alert.facts["article"]["source"] == "AFP"  # the update at two sources quoted it
    quiet = done(corrected(known, article("AP", path="AP-0.6.txt")))
    assert (quiet.notifications, quiet.kept_back) == ((), KeptBack.STILL_REPORTED)
    quoted = done(corrected(known, article("AFP", path="AFP-0.5.txt")))
    assert quoted.change is not None
    assert (quoted.change.kind, people(quoted)) == (ChangeKind.CORRECTED, DESK)


def test_it_reaches_an_alert_that_is_closed_and_leaves_it_closed() -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    closed = replace(known, alert=replace(known.alert, state=AlertState.CLOSED))
    decision = done(corrected(closed, article(hours=500)))
    assert decision.alert is not None
    assert (decision.alert.state, decision.alert.standing) == (AlertState.CLOSED, Standing.RETRACTED)
    assert people(decision) == DESK


def test_what_is_withdrawn_is_said_again_by_another() -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    gone = done(corrected(known, article()))
    assert gone.alert is not None
    again, decisions = life_from(Known(gone.alert, known.told, (), known.heard), report(Status.CLAIMED, "AFP", 2))
    assert again.alert.standing is Standing.REPORTED
    assert decisions.change is not None
    assert (decisions.change.kind, decisions.change.causes) == (ChangeKind.UPDATED, (Cause.REPORTED_AGAIN,))


def life_from(known: Known, each: News) -> tuple[Known, Decision]:
    decision = decision_on(each, known, office(each.match.article.published))
    return after(decision, known, each), decision
