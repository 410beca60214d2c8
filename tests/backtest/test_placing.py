"""Stories of a run, without a store."""

from __future__ import annotations

from datetime import timedelta

from monitor.backtest.placing import Placed, Places
from monitor.backtest.spool import Ref
from monitor.backtest.work import Entry
from monitor.model.article import Article, Zone
from monitor.stories import SPAN, Arrival
from tests.stories.test_placing import HAMA
from tests.support.articles import PUBLISHED, article


def test_an_article_is_forgotten_with_the_window_and_read_again_where_its_file_changes() -> None:
    kept: dict[str, Article] = {}
    asked: list[str] = []

    def again(entry: Entry) -> Article:
        asked.append(entry.version)
        return kept[entry.version]

    places = Places(again)

    def place(version: str, after: timedelta) -> Placed | None:
        kept[version] = made = article((Zone.HEADLINE, "Rebels capture Hama"), (Zone.BODY, HAMA))
        entry = Entry(PUBLISHED + after, made.id, version, False, Ref("", 0, 0))
        return places.place(entry, Arrival.of(made))

    first, same = place("1", timedelta(0)), place("1", timedelta(hours=1))
    second = place("2", timedelta(hours=2))
    assert first is not None
    assert second is not None
    assert same is None  # what was taken is not taken again
    assert (first.number, second.number, asked) == (1, 2, [])
    third = place("3", SPAN + timedelta(hours=3))
    assert third is not None
    assert (third.number, third.story, asked) == (3, first.story, ["2"])
