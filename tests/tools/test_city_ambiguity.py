"""Which names of cities need a word beside them: the decision by tables, and what it made of the shipped list."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.rules.lists import shipped
from tools.city_ambiguity import Name, Usage, means_the_city

ALONE = """
Lima Bristol Bergen Harbin Sofia Florence Palermo Bradford Ufa Qom Barranquilla Fortaleza Trujillo Zaragoza Omaha Osh
Boston Dortmund Orlando Oldham Seville Cologne Liege Antwerp Messina Jos Oyo Goa Gao Azaz Wau Bam Denver Tyre Fukushima
""".split()
WITH_ITS_COUNTRY = """
Of Man Same Most Hit March Reading Nice Mobile Split Bath Orange Tours Lens Male Van Nada Como Sale Hub Metro Wedding
God Paradise Kennedy Vladimir Toyota Nancy Mary David Jackson Preston Brent Santos Mandela Nokia Hollywood Bo Salvador York
""".split()


@pytest.mark.parametrize("name", ALONE)
def test_cities_that_match_by_themselves(name: str) -> None:
    cities = shipped()["cities"]
    assert name in {city.name for city in cities.entries}
    assert name not in cities.ambiguous


@pytest.mark.parametrize("name", WITH_ITS_COUNTRY)
def test_names_that_count_beside_their_country_only(name: str) -> None:
    assert shipped()["cities"].ambiguous[name]


def test_the_table_is_long_enough_to_fail() -> None:
    assert min(len(ALONE), len(WITH_ITS_COUNTRY)) >= 30


def name(text: str = "Exton", population: int = 300_000, **facts: Any) -> Name:
    return Name(text, population, **facts)


@pytest.mark.parametrize(
    ("facts", "usage", "expected"),
    [
        (name("Santa Exton", 20_000), Usage(), True),  # two words
        (name("March", 5_000_000), Usage(seen=900, place=900), False),  # a month
        (name(in_land=True), Usage(seen=100, place=90), False),  # El Exton is a country
        (name(), Usage(seen=500, place=400, small=100), False),  # a word
        (name(), Usage(seen=200, place=100, small=3), True),  # hardly one
        (name(), Usage(seen=20, place=8, small=5), False),
        (name(), Usage(seen=20, place=12, small=5), True),  # a word, but mostly the place
        (name(), Usage(seen=5, place=3, foreign=41), False),  # a word elsewhere
        (name(population=90_000), Usage(seen=5, place=3, foreign=6), False),
        (name(population=90_000, zipf=4.6), Usage(seen=50, place=40), False),  # a very common word
        (name(zipf=4.6), Usage(seen=50, place=40), True),  # …and a large city
        (name(surname=900), Usage(seen=100, place=12, person=34), True),  # Bergen
        (name(surname=900), Usage(seen=100, place=11, person=35), False),
        (name(population=90_000, surname=900), Usage(seen=100, place=30, person=31), False),
        (name(population=2_000_000, surname=900), Usage(seen=100, place=9, person=35), True),
        (name(is_capital=True, population=9_000, surname=900), Usage(seen=100, place=9, person=35), True),
        (name(zipf=3.7), Usage(seen=100, place=8), False),  # Brent
        (name(), Usage(seen=100, place=5), True),  # nobody's name, and rare: the rest is named after the city
        (name(), Usage(seen=100, place=3), False),  # Batman
        (name(), Usage(), True),  # unseen and large
        (name(surname=900), Usage(), False),
        (name(surname=1_001), Usage(), True),
        (name(is_first_name=True), Usage(), False),
        (name(zipf=3.3), Usage(), False),
        (name("Oyo"), Usage(), True),
        (name("Oyo", 90_000), Usage(), False),  # unseen, small, and three letters
        (name("Oyo", 90_000), Usage(seen=2, place=1), True),  # seen as a place
        (name(population=90_000, surname=5_000), Usage(), False),
        (name(population=90_000), Usage(), True),
    ],
)
def test_the_decision(facts: Name, usage: Usage, expected: bool) -> None:
    assert means_the_city(facts, usage) is expected
