"""What a message says of an alert that is known: how it stands, and what is new about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.alerting import ids
from monitor.alerting.decision import denial
from monitor.alerting.evidence import Verdict
from monitor.alerting.facts import article_facts, iso, proof_facts
from monitor.alerting.situation import Office
from monitor.alerting.telling import Letter, Telling
from monitor.model.alert import Alert, AlertChange, Cause, ChangeKind, Difference, KeptBack, NotificationState, Standing
from monitor.model.article import Article
from monitor.model.facts import AlertFacts, ChangeFacts, DifferenceFacts, LifeFacts, ProofFacts
from monitor.model.match import Match
from monitor.rules.compiled import Rule


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is taken in an alert's life, by which version of which article."""

    kind: ChangeKind
    causes: tuple[Cause, ...]
    differences: tuple[Difference, ...] = ()
    article: Article | None = None
    number: int | None = None

    def change(self, alert: Alert, told: Telling, office: Office, *, late: bool = False) -> AlertChange:
        """The step as it is kept. `late`: only a digest may have it."""
        kept_back = told.kept_back or (KeptBack.LATE if late else None)
        return AlertChange(
            alert_id=alert.id,
            kind=self.kind,
            causes=self.causes,
            at=office.now,
            differences=self.differences,
            article=self.article.id if self.article else None,
            number=self.number,
            told=sum(one.state is NotificationState.PENDING for one in told.notifications),
            kept_back=kept_back.value if kept_back else None,
        )

    def facts(self, told: Alert, proof: ProofFacts | None, office: Office) -> ChangeFacts:
        """The step as a message says it, of an alert as it was last told."""
        return ChangeFacts(
            kind=self.kind.value,
            causes=[cause.value for cause in self.causes],
            differences=[DifferenceFacts(what=what, before=was, now=now) for what, was, now in self.differences],
            at=iso(office.now),
            article=article_facts(self.article) if self.article else None,
            proof=proof,
            before=told.facts["proof"],
        )

    def letter(self, alert: Alert, rule: Rule, facts: AlertFacts, change: ChangeFacts) -> Letter:
        """The message: in the alert's thread, with an id that is the same whenever the same step is decided."""
        by = f"{self.article.id}@{self.number}" if self.article else change["at"]
        thread = ids.thread(alert.rule_id, alert.happening)
        return Letter(
            facts, as_urgent(rule, alert), thread, alert.story_id, change, step=f"{alert.id} {self.kind} {by}"
        )


def as_urgent(rule: Rule, alert: Alert) -> Rule:
    """The rule as the routes see it: as urgent as the alert has become."""
    return rule if rule.severity is alert.severity else replace(rule, severity=alert.severity)


def life_facts(alert: Alert, found: Verdict, match: Match | None = None) -> LifeFacts:
    """How the alert stands. The sentence that denies it is the match's, or stays the one that was told, as long as it
    is denied."""
    spoken = denial(match) if match else None
    doubted = alert.standing in (Standing.CONTESTED, Standing.DENIED)
    said: ProofFacts | None = proof_facts(match.article, spoken) if match and spoken else None
    before: ProofFacts | None = (alert.facts.get("life") or {}).get("denial")
    return LifeFacts(
        standing=alert.standing.value,
        status=(found.status or alert.status).value,
        sources=list(found.sources),
        denial=(said or before) if doubted else None,
    )


def restated(alert: Alert, stands: LifeFacts) -> AlertFacts:
    """The alert as it was last told, and how it stands now."""
    facts: AlertFacts = dict(alert.facts)  # type: ignore[assignment]  # stored in this shape
    return {**facts, "life": stands, "severity": alert.severity.value}
