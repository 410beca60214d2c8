"""The ledger's decisions against a reference that keeps everything as plain objects."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from monitor.model.article import ArticleId, Fingerprint, LedgerEntry, RawArticle, Touched
from monitor.sources.ledger import Ledger

A, B = "aa" * 32, "bb" * 32
OLD, NEW = Fingerprint(1, 10, 100), Fingerprint(1, 10, 101)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def raw(path: str, content_hash: str, fingerprint: Fingerprint) -> RawArticle:
    return RawArticle(ArticleId("wire", path), b"", content_hash, NOW, NOW, fingerprint)


def known() -> Ledger:
    return Ledger({"a": LedgerEntry(OLD, A)})


def test_a_file_is_news_when_new_or_changed() -> None:
    assert known().is_news("b", OLD)
    assert known().is_news("a", NEW)
    assert not known().is_news("a", OLD)


def test_the_same_content_under_a_new_fingerprint_is_no_version() -> None:
    ledger = known()
    assert not ledger.is_new_version("a", A)
    assert ledger.is_new_version("a", B)
    ledger.hand_over("a", NEW)
    ledger.store("a", Touched(ArticleId("wire", "a"), A, NEW))
    assert not ledger.is_news("a", NEW)


def test_what_is_in_flight_is_not_taken_twice_and_its_change_is_seen_after_it() -> None:
    ledger = known()
    ledger.hand_over("a", NEW)
    assert not ledger.is_news("a", NEW)
    assert ledger.is_news("a", OLD)
    assert not ledger.may_be_taken("a")
    ledger.remember("a")
    assert ledger.store("a", raw("a", B, NEW))
    assert ledger.may_be_taken("a")


def test_what_was_not_stored_is_news_again() -> None:
    ledger = known()
    ledger.hand_over("a", NEW)
    ledger.give_back("a")
    assert ledger.is_news("a", NEW)
    assert not ledger.is_news("a", OLD)


def test_a_file_asked_for_again_is_a_version_whatever_is_known_until_it_is_stored() -> None:
    ledger = known()
    ledger.force("a")
    assert ledger.is_news("a", OLD)
    assert ledger.is_new_version("a", A)
    ledger.hand_over("a", OLD)
    ledger.give_back("a")
    assert ledger.is_new_version("a", A)
    ledger.hand_over("a", OLD)
    ledger.store("a", raw("a", A, OLD))
    assert not ledger.is_news("a", OLD)


class OneFile(RuleBasedStateMachine):
    """A file is edited, looked at, stored and refused in any order: each state of it is stored exactly once."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger({})
        self.time = 0
        self.content = A
        self.flying: tuple[str, Fingerprint] | None = None
        self.stored: list[str] = []

    @property
    def fingerprint(self) -> Fingerprint:
        return Fingerprint(1, 5, self.time)

    @rule(content=st.sampled_from([A, B]))
    def edit(self, content: str) -> None:
        self.time += 1
        self.content = content

    @rule()
    def look(self) -> None:
        if not self.ledger.is_news("a", self.fingerprint):
            return
        if not self.ledger.may_be_taken("a"):
            self.ledger.remember("a")
            return
        self.flying = self.content, self.fingerprint
        self.was_new = self.ledger.is_new_version("a", self.content)
        self.ledger.hand_over("a", self.fingerprint)

    @precondition(lambda self: self.flying)
    @rule(committed=st.booleans())
    def settle(self, committed: bool) -> None:
        assert self.flying
        content, fingerprint = self.flying
        self.flying = None
        if not committed:
            self.ledger.give_back("a")
            return
        if self.was_new:
            self.stored.append(content)
        again = self.ledger.store("a", raw("a", content, fingerprint))
        if again:
            self.look()

    @invariant()
    def no_version_is_stored_twice_in_a_row(self) -> None:
        assert all(one != other for one, other in zip(self.stored, self.stored[1:], strict=False))

    def teardown(self) -> None:
        while self.flying or self.ledger.is_news("a", self.fingerprint):
            self.look() if not self.flying else self.settle(committed=True)
        assert self.stored[-1:] == [self.content] or not self.time


TestOneFile = OneFile.TestCase
