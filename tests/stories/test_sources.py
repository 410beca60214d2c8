"""Whose text an article is."""

from __future__ import annotations

import pytest

from monitor.model.article import Zone
from monitor.stories.sources import credited, publisher
from tests.support.articles import article


@pytest.mark.parametrize(
    ("zone", "text", "names"),
    [
        (Zone.DATELINE, "BEIRUT, Nov 23 (Reuters) -", ("Reuters",)),
        (Zone.BYLINE, "By A. Writer, Associated Press", ("AP",)),
        (Zone.BODY, "Rebels took Hama on Thursday, Reuters reported from the city.", ()),
        (Zone.BODY, "Die Rebellen haben Hama eingenommen. (dpa/AFP)", ("dpa", "AFP")),
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
