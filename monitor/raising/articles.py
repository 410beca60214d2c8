"""The articles of a batch, one after the other: what each takes back, what it is counted for, what it raises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from monitor.alerting.corrections import Correction, correct, puts_right
from monitor.alerting.decide import decide, told_already
from monitor.alerting.decision import Decision
from monitor.alerting.happenings import happening, is_general
from monitor.alerting.situation import Known, News, Office
from monitor.alerting.voices import voice
from monitor.model.alert import Told
from monitor.model.article import Article, ArticleId
from monitor.model.match import Match
from monitor.raising.book import Book
from monitor.raising.counting import Counter, happenings_counted
from monitor.raising.listening import hear
from monitor.rules.compiled import Rule
from monitor.storage import Transaction


@dataclass(frozen=True, slots=True)
class Arrived:
    """A new version of an article in its story, with its matches (`Engine.match(…, weaker=True)`). `credits` are the
    agencies whose text it is."""

    article: Article
    number: int
    story_id: str
    copy_of: ArticleId | None
    matches: Sequence[Match]
    credits: Sequence[str] = ()

    @property
    def voice(self) -> str | None:
        return voice(self.article, copy=self.copy_of is not None, credits=self.credits)

    @property
    def may_correct(self) -> bool:
        """Whether it may take something back."""
        return self.number > 1 or self.article.correction


async def raise_alerts(tx: Transaction, arrived: Sequence[Arrived], rules: Mapping[str, Rule], office: Office) -> None:
    """Decide for every match, each knowing what the ones before it did, and write what was decided."""
    watching = [rule.id for rule in rules.values() if rule.when is not None and rule.enabled]
    concerning = [one for one in arrived if one.matches or one.may_correct]
    if not (watching or concerning):
        return
    # Read for update: of two daemons that count for one rule, each sees what the other counted.
    watches = await tx.windows.watches(watching, office.now) if watching else {}
    book = Book(tx, office)
    correcting = [one for one in concerning if one.may_correct]
    await book.load_resting_on(
        [one.article.id for one in correcting], [one.story_id for one in correcting if one.article.correction]
    )
    await hear([(one.article, one.matches) for one in arrived], rules, watches, book)
    await book.load(
        (match.rule_id, happening(match, one.story_id))
        for one in concerning
        for match in one.matches
        if rules[match.rule_id].when is None
    )
    counter = Counter(tx, rules, office, watches)
    for one in concerning:
        await _take(one, rules, office, book, counter)
    await book.write()


async def _take(one: Arrived, rules: Mapping[str, Rule], office: Office, book: Book, counter: Counter) -> None:
    news = [News(match, rules[match.rule_id], one.number, one.story_id, one.voice) for match in one.matches]
    dealt_with = await _correct(one, news, rules, office, book) if one.may_correct else frozenset()
    counted = await counter.count(news, book)
    if one.may_correct:
        await counter.forget(one.article, one.story_id, one.voice, news, counted)
    # What names the city first: what names none, or the country only, may tell of the same.
    for each in sorted(news, key=lambda each: is_general(each.match, each.rule)):
        key = happening(each.match, one.story_id)
        if each.rule.when is None and (each.rule.id, key) not in dealt_with:
            decision = await _decide(each, book, office)
            if decision is not None:
                book.take(decision, each)


async def _decide(news: News, book: Book, office: Office) -> Decision | None:
    known = await book.of_match(news)
    told = None if known or news.match.article.correction else await book.told_already(news)
    return told_already(news, told, office) if told else decide(news, known, office)


async def _correct(
    one: Arrived, news: Sequence[News], rules: Mapping[str, Rule], office: Office, book: Book
) -> frozenset[tuple[str, str]]:
    """What the article takes back of alerts; answers the happenings that are dealt with by that."""
    article, dealt_with = one.article, set()
    concerned = book.resting_on(article.id, one.story_id if article.correction else None)
    for each in news if article.correction else ():
        known = await book.of_match(each)
        concerned += [known] if known else []
        concerned += await book.open_of(each.rule, partial(puts_right, article, rule=each.rule))
    # The newest last: of two alerts of one happening, the article's match is kept with that one.
    for alert_id in sorted({known.alert.id for known in concerned}, key=lambda id: book.with_id(id).alert.opened):
        known = book.with_id(alert_id)
        rule = rules.get(known.alert.rule_id)
        if rule is None:  # gone since; there is nobody to ask what it would be now
            continue
        mine = _speaking_of(known, rule, news)
        names_it = mine is None and puts_right(article, known.alert, rule)
        of_another = mine is None and not names_it and _names_another(known, rule, news)
        by = Correction(article, one.number, one.story_id, one.voice or "", of_another, names_it)
        decision = correct(by, mine, rule, known, office)
        if decision is None:
            continue
        present = await book.of(rule.id, known.alert.happening)
        is_all = present.alert.id == alert_id if present else decision.told is not Told.NOBODY
        book.take(decision, mine if is_all else None)
        if is_all and mine:  # else it is news: of the alert that is open now, or since nobody heard of the closed one
            dealt_with.add((mine.rule.id, happening(mine.match, one.story_id)))
    return frozenset(dealt_with)


def _speaking_of(known: Known, rule: Rule, news: Sequence[News]) -> News | None:
    """The article's match of what an alert is about; of a rule with `when`, the one that is counted for it."""
    for each in news:
        if rule.when is None:
            if each.rule.id == rule.id and _is_about(each, known):
                return each
        elif each.match.opens and known.alert.happening in happenings_counted(each, rule):
            return replace(each, rule=rule, match=replace(each.match, rule_id=rule.id))
    return None


def _names_another(known: Known, rule: Rule, news: Sequence[News]) -> bool:
    """Whether the article, which has no match that counts for an alert, names other happenings of its rule."""
    if rule.when is None:
        return any(each.rule.id == rule.id and each.match.happening is not None for each in news)
    named = frozenset[str]().union(*(happenings_counted(each, rule) for each in news))
    return bool(named) and known.alert.happening not in named


def _is_about(news: News, known: Known) -> bool:
    """Whether a match is of an alert's happening, or names no entry and stands in the alert's story."""
    unnamed = news.match.happening is None and news.rule.once_per and news.story_id == known.alert.story_id
    return happening(news.match, news.story_id) == known.alert.happening or bool(unnamed)
