"""Lists: the shipped ones, and what a desk lays over them."""

from __future__ import annotations

import pytest

from monitor.matching import Engine
from monitor.rules.compiled import ListEntry, RuleSet, TermList
from monitor.rules.lists import LoadedLists, load_lists, shipped
from monitor.rules.terms import compile_term
from tests.support.rules import NOW, news, rule


def messages(files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in load_lists(files).problems]


def entry(lists: LoadedLists, name: str, of: str) -> ListEntry:
    return next(entry for entry in lists.lists[name].entries if entry.name == of)


def test_the_shipped_lists() -> None:
    assert sorted(shipped()) == [
        "armed_forces",
        "armed_groups",
        "cities",
        "combatants",
        "countries",
        "fighting",
        "governments",
        "news_agencies",
        "peoples",
        "sides",
    ]
    assert load_lists({}).problems == ()


@pytest.mark.parametrize(
    ("name", "also", "country"),
    [
        ("Hama", "حماة", "SY"),
        ("Aleppo", "Алеппо", "SY"),
        ("Kyiv", "Kiev", "UA"),
        ("Goma", "戈马", "CD"),
        ("Raqqa", "Raqqah", "SY"),
        ("El Fasher", "الفاشر", "SD"),
        ("Ngerulmud", "Ngerulmud", "PW"),
        ("New York", "New York City", "US"),
        ("Beijing", "北京", "CN"),
    ],
)
def test_cities_by_the_names_newsrooms_use(name: str, also: str, country: str) -> None:
    city = entry(load_lists({}), "cities", name)
    assert also in city.forms
    assert city.forms[0] == name
    assert city.facts["country"] == country


def test_facts_are_those_of_every_entry_that_does_not_say_otherwise() -> None:
    own = "facts: {side: state, owner: navy}\nentries:\n- Latakia\n- {name: Tartus, owner: army}\n"
    more = "extend: armed_groups\nentries:\n- Desert Hawks\n- {name: Local Guards, side: state}\n"
    lists = load_lists({"lists/ports.yml": own, "lists/more.yml": more})
    assert entry(lists, "ports", "Latakia").facts == {"side": "state", "owner": "navy"}
    assert entry(lists, "ports", "Tartus").facts == {"side": "state", "owner": "army"}
    assert entry(lists, "armed_groups", "Desert Hawks").facts == {"side": "insurgent"}
    assert entry(lists, "armed_groups", "Local Guards").facts == {"side": "state"}


def test_every_city_has_a_country_and_a_place_on_earth() -> None:
    cities = shipped()["cities"]
    assert len(cities.entries) > 30_000
    assert len({city.name for city in cities.entries}) == len(cities.entries)
    for city in cities.entries:
        assert isinstance(city.facts["lat"], float)
        assert -90 <= city.facts["lat"] <= 90
        assert len(str(city.facts["country"])) == 2


@pytest.mark.parametrize(
    "name", "Of Man Same Most Hit March Reading Nice Mobile Bath Split Orange Tours Lens Male".split()
)
def test_ordinary_words_need_their_country(name: str) -> None:
    assert shipped()["cities"].ambiguous[name]


@pytest.mark.parametrize("name", "Hama Aleppo London Paris Damascus Homs Goma Kyiv Sydney Moscow Houston Mecca".split())
def test_well_known_cities_need_nothing(name: str) -> None:
    assert name not in shipped()["cities"].ambiguous


@pytest.mark.parametrize(
    ("form", "name"),
    [("Chinese", "China"), ("Syrian", "Syria"), ("UK", "United Kingdom"), ("U.S.", "United States"), ("UAE", "United Arab Emirates")],
)  # fmt: skip
def test_countries_with_their_demonyms(form: str, name: str) -> None:
    assert [country.name for country in shipped()["countries"].entries if form in country.forms] == [name]


def test_no_two_countries_share_a_form() -> None:
    forms = [form for country in shipped()["countries"].entries for form in country.forms]
    assert sorted(forms) == sorted(set(forms))


MET = load_lists({}).lists


def met(name: str, text: str) -> list[str | None]:
    """The entries of a shipped list that an article's text names."""
    asked = rule(any=(compile_term(f"${name}", slot="it"),))
    made = Engine(RuleSet({asked.id: asked}, MET))
    found = [mention for match in made.match(news(text), now=NOW) for mention in match.mentions]
    return [mention.slots["it"].name for mention in found]


@pytest.mark.parametrize(
    ("name", "text", "entries"),
    [
        ("armed_groups", "IS militants took the town.", ["Islamic State"]),
        ("armed_groups", "The Polisario fired rockets.", ["Polisario Front"]),
        ("armed_groups", "HTS seized Hama, in western Syria.", ["Hayat Tahrir al-Sham"]),
        ("armed_groups", "The HTS code of these goods has changed.", []),
        ("armed_groups", "Let us talk about Pakistan.", []),  # no Lashkar-e-Taiba
        ("armed_groups", "Uganda People's Defence Forces crossed the river.", []),
        ("armed_groups", "The Knights Templar built a castle in Portugal.", []),
        ("armed_groups", "The Knights Templar hold Michoacan.", ["Knights Templar cartel"]),
        ("armed_forces", "Uganda People's Defence Forces crossed the river.", ["Ugandan army"]),
        ("armed_forces", "Sri Lankan troops moved in.", ["Sri Lankan army"]),
        ("armed_forces", "The US-led coalition struck at dawn.", ["US-led coalition"]),
        ("armed_forces", "The Israeli air force struck at dawn.", ["Israel Defense Forces"]),
        ("news_agencies", "Mayor Bloomberg opened the bridge.", []),
        ("news_agencies", "The PTI party of Imran Khan won in India's neighbour Pakistan.", []),
        ("news_agencies", "The state news agency Antara reported it.", ["Antara"]),
        ("countries", "Turkey recalled its ambassador.", ["Turkey"]),
        ("countries", "A tornado hit New Mexico.", ["United States"]),
        ("countries", "Rebels of the Niger Delta blew up a pipeline.", ["Nigeria"]),
        ("countries", "Fires rage in British Columbia.", ["Canada"]),
        ("countries", "Aid reached the Gaza Strip.", ["Palestine"]),
        ("countries", "Georgia's governor spoke in Atlanta.", []),
        ("cities", "Rebels entered Azaz.", ["Azaz"]),
        ("cities", "They met in Cologne.", ["Cologne"]),
        ("cities", "The crossing at Torkham is closed.", ["Torkham"]),
    ],
)
def test_what_the_shipped_lists_meet(name: str, text: str, entries: list[str]) -> None:
    assert met(name, text) == entries


@pytest.mark.parametrize("name", ["armed_groups", "armed_forces", "news_agencies", "countries"])
def test_no_short_name_of_mixed_case_is_met_in_small_letters(name: str) -> None:
    """`LeT` would be met as `Let`: an acronym stands in capitals, or not at all."""
    forms = [form for entry in shipped()[name].entries for form in entry.forms if form.isascii() and form.isalpha()]
    assert [form for form in forms if len(form) <= 4 and form[1:] != form[1:].lower() and not form.isupper()] == []


@pytest.mark.parametrize("name", ["armed_groups", "armed_forces", "news_agencies"])
def test_no_two_entries_share_a_form(name: str) -> None:
    forms = [form for entry in shipped()[name].entries for form in dict.fromkeys(entry.forms)]
    assert sorted(forms) == sorted(set(forms))


def test_what_is_ambiguous_is_in_the_list() -> None:
    for listed in shipped().values():
        forms = {form for entry in listed.entries for form in entry.forms}
        assert set(listed.ambiguous) <= forms, listed.name


def test_own_lists_of_both_kinds() -> None:
    lists = load_lists(
        {
            "lists/clubs.txt": "# English clubs\nChelsea\n\n  Leeds United \nChelsea\n",
            "lists/ports.yml": "- Latakia\n- {name: Tartus, also: [Tartous], country: SY, lat: 34.9, depth: 12}\n",
        }
    )
    assert lists.problems == ()
    assert [club.name for club in lists.lists["clubs"].entries] == ["Chelsea", "Leeds United"]
    tartus = entry(lists, "ports", "Tartus")
    assert (tartus.forms, tartus.facts) == (("Tartus", "Tartous"), {"country": "SY", "lat": 34.9, "depth": "12"})
    assert lists.files == {"lists/clubs.txt": "clubs", "lists/ports.yml": "ports"}


def test_a_country_code_is_text() -> None:
    assert entry(load_lists({"lists/x.yml": "- {name: Oslo, country: NO}"}), "x", "Oslo").facts == {"country": "NO"}


def test_an_extension_adds_entries_names_and_contexts() -> None:
    text = "extend: cities\nentries: [Nowhereville, {name: Hama, also: [Epiphania], desk: beirut}]\nambiguous: {Hama: [Syria], Reading: []}\n"
    lists = load_lists({"lists/ours.yml": text})
    assert lists.problems == ()
    assert entry(lists, "cities", "Nowhereville").forms == ("Nowhereville",)
    hama = entry(lists, "cities", "Hama")
    assert {"Hama", "حماة", "Epiphania"} <= set(hama.forms)
    assert (hama.facts["country"], hama.facts["desk"]) == ("SY", "beirut")
    assert lists.lists["cities"].ambiguous["Hama"] == ("Syria",)
    assert "Reading" not in lists.lists["cities"].ambiguous  # lifted
    assert lists.lists["cities"].digest != shipped()["cities"].digest
    assert lists.lists["countries"] is shipped()["countries"]


def test_a_file_without_extend_replaces_a_shipped_list() -> None:
    lists = load_lists({"lists/cities.txt": "Atlantis\n"})
    assert lists.lists["cities"] == TermList(
        "cities", (ListEntry("Atlantis", ("Atlantis",)),), lists.lists["cities"].digest
    )


ERRORS = [
    ({"lists/football-clubs.txt": "x"}, "lists/football-clubs.txt: error: `football-clubs` cannot name a list: rules write `$name` with small letters and `_` only (call the file `football_clubs.txt`)"),
    ({"lists/a.txt": "# nothing\n"}, "lists/a.txt:1:1: error: the list has no entry"),
    ({"lists/a.txt": "x\n--\n"}, "lists/a.txt:2:1: error: `--` has no word"),
    ({"lists/a.yml": ""}, "lists/a.yml: error: a list file holds one list (write one entry a line)"),
    ({"lists/a.yml": "entries: [x]\nextnd: b"}, "lists/a.yml:2:1: error: unknown key `extnd` (did you mean `extend`?)"),
    ({"lists/a.yml": "extend: citis\nentries: [x]"}, "lists/a.yml:1:1: error: no list `citis` to extend (did you mean `cities`?)"),
    ({"lists/a.yml": "- {also: [x]}"}, "lists/a.yml:1:3: error: missing key `name`"),
    ({"lists/a.yml": "- {name: x, lat: north}"}, "lists/a.yml:1:18: error: `lat` must be a number, not `north`"),
    ({"lists/a.yml": "- {name: x, lat: 99}"}, "lists/a.yml:1:18: error: `lat` must be at most 90, not `99`"),
    ({"lists/a.yml": "- {name: x, more: {a: b}}"}, "lists/a.yml:1:19: error: `more` must be text, not a block of keys"),
    ({"lists/a.txt": "x", "lists/a.yml": "- y"}, "lists/a.yml:1:1: error: the list `$a` is already made by lists/a.txt"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "message"), ERRORS)
def test_faults(files: dict[str, str], message: str) -> None:
    assert messages(files) == [message]


def test_a_broken_list_file_is_as_if_it_were_not_there() -> None:
    lists = load_lists({"lists/cities.yml": "extend: [", "lists/a.txt": "x"})
    assert lists.lists["cities"] is shipped()["cities"]
    assert lists.files == {"lists/a.txt": "a"}
