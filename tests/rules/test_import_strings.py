"""Strings as people bring them from other tools: each is imported and run on articles that it must and must not find,
or refused with the sign that cannot be said."""

from __future__ import annotations

import pytest

from monitor.matching import Engine
from monitor.model.article import Zone
from monitor.rules.compiled import RuleSet
from monitor.rules.importing import Imported, Refused, import_rules
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from tests.support.rules import NOW, news

LISTS = load_lists({}).lists

RUN = [
    # form, string, found (a `|` divides headline from body), not found
    ("google", '"john deere" OR caterpillar -jobs', ["John Deere builds.", "Caterpillars crawl."], ["Caterpillar jobs."]),
    ("google", "tesla (recall OR \"safety defect\") -stock", ["Tesla recalls cars.", "A Tesla safety defect."], ["Tesla.", "Tesla recall hits stocks."]),
    ("google", "apple | microsoft layoffs", ["Layoffs at Apple.", "Microsoft plans layoffs."], ["Apple.", "Layoffs."]),
    ("google", 'intitle:"data breach" bank', ["Data breach|The bank says so."], ["x|A bank data breach."]),
    ("google", "intitle:(merger OR acquisition) pharma", ["A merger|Pharma grows."], ["x|A pharma merger."]),
    ("google", "allintitle: climate lawsuit", ["A climate lawsuit|x"], ["Climate|A lawsuit."]),
    ("google", 'allintitle: "data breach" bank OR insurer', ["Data breach at insurer|x"], ["Data breach|insurer"]),
    ("google", '"supply chain" AROUND(3) disruption', ["Supply chain sees a disruption."], ["Supply chain one two three four disruption."]),
    ("google", '"ceo * resigns"', ["The CEO of Acme resigns."], ["The CEO stays.", "It resigns its CEO."]),
    ("google", "+exxon +spill", ["Exxon spill."], ["Exxon."]),
    ("google", '"hurricane" OR "tropical storm" florida', ["A tropical storm in Florida."], ["A hurricane.", "Florida."]),
    ("google", "covid-19 vaccine", ["A vaccine for Covid-19."], ["A vaccine."]),
    ("google", "AT&T outage", ["An outage at AT&T."], ["An outage."]),
    ("google", "tesla -intitle:stock", ["x|Tesla stock."], ["Stocks|Tesla."]),
    ("google", '-"exact phrase" apple', ["Apple."], ["Apple, the exact phrase."]),
    ("google", "U.S. sanctions", ["U.S. sanctions.", "US sanctions."], ["Let us talk of sanctions."]),
    ("google", "Côte d'Ivoire élection", ["Élection en Côte d'Ivoire."], ["Côte d'Azur."]),
    ("lucene", 'title:"foreign minister" AND (resign* OR quit)', ["Foreign minister|He resigned."], ["x|The foreign minister resigned."]),
    ("lucene", "+embassy +(evacuat* clos*) -drill", ["An embassy closes.", "Embassy evacuated."], ["An embassy.", "Embassy evacuation drill."]),
    ("lucene", '"cholera outbreak"~5', ["An outbreak of cholera."], ["Cholera."]),
    ("lucene", "jakarta^4 apache", ["Jakarta.", "Apache."], ["x"]),
    ("lucene", '"jakarta apache" NOT "Apache Lucene"', ["Jakarta apache."], ["Jakarta apache lucene."]),
    ("lucene", 'title:(+return +"pink panther")', ["Return of the pink panther|x"], ["Pink panther|return"]),
    ("lucene", "/[mb]oat/", ["A boat.", "The moat."], ["Boats.", "A remoat."]),
    ("lucene", "body:embassy && (title:close || title:shut)", ["To close|The embassy."], ["Embassy|close"]),
    ("lucene", "!drill embassy", ["An embassy."], ["An embassy drill."]),
    ("lucene", "embassy consulate mission", ["A consulate."], ["x"]),
    ("lucene", "(+a1 -b1) OR (+c1 -d1)", ["a1", "c1 b1"], ["a1 b1", "c1 d1"]),
    ("lucene", "NOT (a1 OR b1) AND c1", ["c1"], ["c1 a1"]),
    ("lucene", "a1 AND NOT b1 AND c1", ["a1 c1"], ["a1", "a1 b1 c1"]),
    ("lucene", '"embassy staff"^3 +evacuat*', ["Evacuate."], ["Embassy staff."]),
    ("lucene", '+title:coup -title:"coup de grace"', ["A coup|x"], ["Coup de grace|x", "x|coup"]),
    ("lucene", "a1 && b1 || c1 && !d1", ["a1 b1", "c1"], ["a1", "c1 d1"]),
    ("brandwatch", '(Tesla OR "Elon Musk") NEAR/5 (recall* OR defect*) NOT (stock OR shares)', ["Elon Musk recalls cars."], ["Tesla.", "Tesla recalls hurt shares."]),
    ("brandwatch", "apple NEAR/3f juice", ["Apple juice."], ["Juice of the apple."]),
    ("brandwatch", "{BP} AND (oil OR gas)", ["BP finds oil."], ["bp oil."]),
    ("brandwatch", "{The Times} OR {\"The Sun\"}", ["The Times says.", "The Sun says."], ["the times", "the sun"]),
    ("brandwatch", "<<<brand>>> Nestle OR \"Nestlé\"", ["Nestlé."], ["x"]),
    ("brandwatch", "apple* AND NOT (recipe OR pie)", ["Apples."], ["Apple pie."]),
    ("brandwatch", '"bank" NEAR/4 ("collapse" OR "run") -river', ["A run on the bank."], ["The river bank may collapse.", "Banks run."]),
    ("brandwatch", "((a1 NEAR/1 b1) NEAR/3 c1) NOT d1", ["a1 b1 x c1"], ["a1 x x b1 c1", "a1 b1 c1 d1"]),
    ("brandwatch", "@bbc OR #syria", ["The BBC.", "#syria"], ["x"]),
    ("brandwatch", 'author:"Jane Smith" OR title:Smith', ["Smith|x"], ["x|Smith"]),
    ("brandwatch", "a1 b1 NOT c1 OR d1", ["a1 b1", "d1 c1"], ["a1", "a1 b1 c1"]),
    ("brandwatch", "((embassy OR consulate) NEAR/5 (clos* OR shut*)) OR title:(embassy AND evacuat*)", ["x|The consulate was shut.", "Embassy evacuated|x"], ["x|Embassy evacuated."]),
    ("boolean", "(embassy OR consulate) NEAR/6 evacuat* NOT drill", ["The consulate was evacuated."], ["Embassy evacuation drill."]),
    ("boolean", "coup ONEAR/3 (attempt OR bid)", ["A coup attempt."], ["An attempted coup."]),
    ("boolean", "SENTENCE(explosion AND (dead OR killed))", ["Explosions killed two."], ["An explosion. Two are dead."]),
    ("boolean", "PARAGRAPH(embassy AND (staff NEAR/3 leave))", ["Staff may leave. The embassy closes."], ["The embassy closes. Staff may or may not today leave."]),
    ("boolean", "ATLEAST/3(cholera OR plague)", ["Cholera, plague, cholera."], ["Cholera and plague."]),
    ("boolean", "DISTINCT/3(flood OR storm OR quake OR fire)", ["Flood, storm, fire."], ["Flood, flood, flood, fire."]),
    ("boolean", "ATLEAST/2($countries) AND treaty", ["A treaty of France and Syria."], ["A treaty with France."]),
    ("boolean", "headline:(embassy NEAR/3 clos*) OR lead:(embassy AND clos*)", ["Embassy closed|x", "x|The closed embassy."], ["Embassy|closed"]),
    ("boolean", "(a1 OR b1) (c1 OR d1) NOT (e1 OR f1)", ["a1 d1"], ["a1", "a1 c1 f1"]),
    ("boolean", "=WHO AND vaccine", ["WHO has a vaccine."], ["Those who have a vaccine."]),
    ("boolean", "/M-?23/ AND Goma", ["M-23 in Goma."], ["M23."]),
    ("boolean", '"evacuat* staff"', ["Evacuated staff."], ["Staff evacuated."]),
    ("boolean", "“bank fraud” OR bank–robbery", ["Bank fraud.", "Bank robbery."], ["Fraud at the bank."]),
    ("boolean", "al-Qaeda OR ISIS", ["Al Qaeda.", "ISIS."], ["isis"]),
    ("boolean", 'Ukraine AND (Russia* OR Kremlin) AND NOT ("World War" OR 1945)', ["Ukraine and the Russians."], ["Ukraine.", "Ukraine, Russia, 1945."]),
    ("boolean", "a1 NEAR/1 NOT b1", ["a1 x x b1"], ["a1 b1", "b1"]),
    ("auto", "embassy AND evacuat*", ["Embassy evacuated."], ["Embassy."]),
    ("auto", "embassy -drill", ["An embassy."], ["An embassy drill."]),
    ("auto", "+embassy -drill", ["An embassy."], ["An embassy drill."]),
    ("auto", "{BP} OR shell", ["BP.", "Shells."], ["bp"]),
]  # fmt: skip


@pytest.mark.parametrize(("form", "string", "found", "others"), RUN)
def test_it_finds_what_it_found(form: str, string: str, found: list[str], others: list[str]) -> None:
    (made,) = import_rules(string, form, id="it", title="t")
    assert isinstance(made, Imported), made
    rules = load_rules({"it.yml": made.text}, LISTS).rules["it.yml"]
    engine = Engine(RuleSet({rule.id: rule for rule in rules}, LISTS))
    for text, expected in [*((text, True) for text in found), *((text, False) for text in others)]:
        headline, _, body = text.rpartition("|")
        article = news((Zone.HEADLINE, headline or "x"), body)
        assert bool(engine.match(article, now=NOW)) is expected, f"{text}\n{made.text}"


REFUSED = [
    # form, string, what must be named, what is to be done
    ("google", '"artificial intelligence" site:nytimes.com', "`site:`", "use the key `source`"),
    ("google", "earthquake after:2024-01-01", "`after:`", "max_age"),
    ("google", "filetype:pdf budget", "`filetype:`", "a word with a colon"),
    ("google", "inurl:press-release merger", "`inurl:`", "a word with a colon"),
    ("google", "~car crash", "`~car`", "join them with `OR`"),
    ("google", "iphone 10..15", "`10..15`", "range"),
    ("google", "bank AROUND(x) fraud", "`AROUND`", "NEAR/6"),
    ("google", "AROUND(4) bank", "`NEAR/4`", "quotes"),
    ("google", "‘smart quotes’", "`‘smart`", "double quotes"),
    ("google", '"* resigns"', "`*`", ""),
    ("google", "-spam", "none of its words", "AND"),
    ("lucene", "roam~0.8", "`roam~0.8`", "OR"),
    ("lucene", "te?t", "`te?t`", "word*"),
    ("lucene", "[20200101 TO 20201231]", "`[20200101 TO 20201231]`", "range"),
    ("lucene", "date:{* TO 2012-01-01}", "`date:`", "max_age"),
    ("lucene", "foo\\:bar", "`foo\\:bar`", "quotes"),
    ("lucene", "*embassy", "`*embassy`", ""),
    ("lucene", "*:*", "`*:*`", ""),
    ("lucene", '"a b c"~3', "`~3`", "NEAR/n"),
    ("lucene", "status:(active OR pending)", "`status:`", "colon"),
    ("lucene", "a OR", "`OR`", ""),
    ("lucene", "++a", "`+`", ""),
    ("lucene", "()", "`)`", ""),
    ("brandwatch", 'title:"merger" AND site:bbc.co.uk', "`site:`", "source"),
    ("brandwatch", "coca?cola", "`coca?cola`", "word*"),
    ("brandwatch", "engagementType:RETWEET", "`engagementType:`", "colon"),
    ("brandwatch", "language:en AND bank", "`language:`", "use the key `language`"),
    ("brandwatch", "embassy NEAR staff", "`NEAR`", "NEAR/6"),
    ("brandwatch", "embassy near/5 staff", "`near/5`", "write `NEAR/5`, in capitals"),
    ("brandwatch", "(embassy AND staff) NEAR/10 leave", "`NEAR/10`", "write each pair"),
    ("boolean", "merger W/5 acquisition", "`W/5`", "NEAR/5"),
    ("boolean", "bank /s fraud", "`/s`", "SENTENCE"),
    ("boolean", "pre/3 bank", "`pre/3`", "ONEAR/3"),
    ("boolean", "atleast5(bank)", "`atleast5`", "ATLEAST/5"),
    ("boolean", "hlead(bank)", "`hlead(…)`", "headline:(…) OR lead:(…)"),
    ("boolean", "title(bank) fraud", "`title(…)`", "headline:(…)"),
    ("boolean", "bank(fraud)", "`bank(…)`", "put a space"),
    ("boolean", "bank ADJ3 fraud", "`ADJ3`", "NEAR/3"),
    ("boolean", '"bank fraud" SAME police', "`SAME`", "PARAGRAPH"),
    ("boolean", "bank and fraud", "`and`", "capitals"),
    ("boolean", "bank! fraud", "`bank!`", "word*"),
    ("boolean", "tnw=1 Russia", "`tnw=1`", "quotes"),
    ("boolean", "headline: embassy", "`headline:`", "no space"),
    ("boolean", "NEAR/5(a, b)", "`NEAR/5`", "write `a NEAR/5 b`"),
    ("boolean", "embassy,consulate", "`embassy,consulate`", "comma"),
    ("boolean", "embassy, consulate", "`embassy,`", "comma"),
    ("boolean", "a NEAR/999 b", "`NEAR/999`", ""),
    ("boolean", "Johnson & Johnson", "`&`", "quotes"),
    ("boolean", "ev* AND bank", "`ev*`", ""),
    ("boolean", "a OR NOT b", "none of its words", "NOT"),
    ("boolean", "a XOR b", "`XOR`", "OR"),
    ("boolean", "'bank fraud'", "`'bank`", "double quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "string", "named", "advice"), REFUSED)
def test_what_cannot_be_said_is_named(form: str, string: str, named: str, advice: str) -> None:
    (made,) = import_rules(string, form)
    assert isinstance(made, Refused), made
    assert named in made.reason
    assert advice in made.reason


@pytest.mark.parametrize("text", ["1,000 dead", "AC/DC tour", "24/7 bank", "C3PO", "don't panic", "O'Brien", "e-mail"])
def test_signs_inside_of_words_are_no_operators(text: str) -> None:
    (made,) = import_rules(text, "boolean")
    assert isinstance(made, Imported), made


@pytest.mark.parametrize(
    ("form", "string", "note"),
    [
        ("auto", "embassy -drill", "read as a string of google; `--from` says otherwise"),
        ("lucene", "embassy consulate", "words side by side mean OR, as in Lucene"),
        ("lucene", "+a1 b1", "`b1` is left out: beside words with `+` it only ranks"),
        ("lucene", "a1 AND b1 OR c1", "`AND` binds before `OR`; in Lucene itself a part that stands with `OR` beside them may only rank"),
        ("lucene", "/ab+c/", r"regular expressions fit whole words, as in Lucene (`\b`)"),
        ("brandwatch", "#syria", "`#` of `#syria` is passed over: the word itself is met"),
        ("google", '"a1 * b1"', '`*` in `"a1 * b1"` becomes `ONEAR/5`: up to 5 words between'),
    ],
)  # fmt: skip
def test_what_is_nearly_the_same_is_told(form: str, string: str, note: str) -> None:
    (made,) = import_rules(string, form)
    assert isinstance(made, Imported), made
    assert note in made.notes


def test_a_long_string_is_a_title_cut_between_words() -> None:
    (made,) = import_rules(" OR ".join(f"word{number}" for number in range(40)), "boolean")
    assert isinstance(made, Imported)
    assert made.text.splitlines()[1].rstrip("'").endswith(" …")
