"""Who reported independently."""

from __future__ import annotations

import pytest

from monitor.model.article import ArticleId, Zone
from monitor.stories import Report, independent_sources
from monitor.stories.sources import credited, publisher
from tests.support.articles import article


def report(path: str, by: str, *credits_: str, copy_of: str | None = None) -> Report:
    return Report(ArticleId("wire", path), by, credits_, ArticleId("wire", copy_of) if copy_of else None)


@pytest.mark.parametrize(
    ("reports", "sources"),
    [
        ([], ()),
        ([report("a", "Reuters", "Reuters")], ("Reuters",)),
        (
            [report("a", "Reuters", "Reuters"), *(report(str(n), f"Paper {n}", copy_of="a") for n in range(10))],
            ("Reuters",),
        ),
        ([report("a", "The Sun", "Reuters"), report("b", "Daily Planet", "Reuters")], ("Reuters",)),
        ([report("a", "The Sun"), report("b", "sun"), report("c", "Daily Planet")], ("Sun", "Daily Planet")),
        ([report("a", "The Sun"), report("b", "Planet", "AFP", copy_of="a")], ("AFP",)),
        ([report("a", "Reuters", "Reuters"), report("b", "AFP", "AFP")], ("Reuters", "AFP")),
        ([report("a", "The Sun", "Reuters", "AFP"), report("b", "AFP", "AFP")], ("AFP",)),
    ],
)
def test_a_text_counts_once_whoever_prints_it(reports: list[Report], sources: tuple[str, ...]) -> None:
    assert independent_sources(reports) == sources


@pytest.mark.parametrize(
    ("zone", "text", "names"),
    [
        (Zone.DATELINE, "BEIRUT, Nov 23 (Reuters) -", ("Reuters",)),
        (Zone.BYLINE, "By A. Writer, Associated Press", ("Associated Press",)),
        (Zone.BODY, "Rebels took Hama on Thursday, Reuters reported from the city.", ()),
        (Zone.BODY, "Die Rebellen haben Hama eingenommen. (dpa/AFP)", ("dpa", "Agence France-Presse")),
    ],
)
def test_an_agency_is_credited_where_it_signs_not_where_it_is_quoted(
    zone: Zone, text: str, names: tuple[str, ...]
) -> None:
    found = credited(article((zone, text), source="Daily Planet"))
    assert {name.casefold() for name in found} == {name.casefold() for name in names}


@pytest.mark.parametrize("name", ["The Guardian", "www.guardian.co.uk", "https://guardian.com/world", "Guardian"])
def test_a_publisher_goes_by_one_name(name: str) -> None:
    assert publisher(name).casefold() == "guardian"
