"""Which story articles join, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from monitor.model.article import Article, ArticleId, Zone
from monitor.stories import Arrival, Placement, Window, news, place
from monitor.stories.likeness import EVIDENCE, evidence
from tests.support.articles import PUBLISHED, article

HAMA = (
    "Rebels captured the Syrian city of Hama on Thursday after the army pulled out, residents and a war monitor said. "
    "Fighters drove through the main square in pickup trucks and fired into the air. "
    "The fall of Hama opens the road to Homs, the last large city before the capital. "
    "The army said that it had redeployed outside the city to spare civilians."
)
FREED = "They opened the central prison and freed 3,500 inmates. "
LATER_TAKE = HAMA.replace("Fighters drove", FREED + "Fighters drove")
GAZETTE = (
    "Syrian insurgents took control of Hama on Thursday, dealing the government of President Assad a heavy blow a week "
    "after they took Aleppo. The army withdrew from Hama to protect civilians, it said in a statement. Homs lies 40 "
    "kilometres to the south."
)
GOMA = (
    "M23 rebels captured the Congolese city of Goma on Thursday after the army pulled out, residents said. Fighters "
    "drove through the streets to the airport. Rwanda denied that its soldiers had crossed the border."
)
RESULTS = (
    "{name} Inc said on Tuesday that its net profit for the third quarter rose to 12 million dollars from 10 million a "
    "year earlier as sales grew. Revenue was 140 million dollars. The board declared a quarterly dividend of 20 cents a "
    "share, payable on December 15 to shareholders of record on December 1. The company said that it expects sales in "
    "the fourth quarter to be in line with those of the third, and that it has no plans to raise prices this year."
)


@dataclass
class Stream:
    """Articles as they come, each placed among those before it."""

    window: Window
    arrivals: dict[str, tuple[Arrival, Placement]]

    def __call__(self, path: str, headline: str, body: str, **more: object) -> Placement:
        one = told(path, headline, body, **more)
        number = 1 + sum(each.article.id == one.id for each, _ in self.arrivals.values())
        arrival = Arrival.of(one)
        placement = place(arrival, self.window, path if number == 1 else f"{path}@{number}")
        self.arrivals[f"{path}@{number}"] = arrival, placement
        self.window.add(arrival.member(placement, number, one.received))
        self.window.settle()
        return placement


def told(path: str, headline: str, body: str, **more: object) -> Article:
    parts = [(Zone.HEADLINE, headline)] if headline else []
    return article(*parts, (Zone.BODY, body), path=path, **more)  # type: ignore[arg-type]


@pytest.fixture
def stream() -> Stream:
    return Stream(Window(), {})


def test_a_reprint_under_another_headline_and_with_its_end_cut_is_a_copy(stream: Stream) -> None:
    assert stream("a", "Rebels capture Hama", HAMA) == Placement("a", new=True)
    cut = HAMA.rpartition(" The army said")[0]
    assert stream("b", "Syrian rebels seize key city", cut, source="Daily Planet").copy_of == ArticleId("wire", "a")
    assert stream("c", "Rebels in Hama", cut, source="The Sun").copy_of == ArticleId("wire", "a")


def test_a_reprint_with_another_first_paragraph_is_a_copy(stream: Stream) -> None:
    stream("a", "Rebels capture Hama", HAMA)
    body = "It is the second big city to fall within a week. " + HAMA
    placement = stream("b", "Hama falls to rebels", body, source="Daily Planet")
    assert (placement.story, placement.copy_of) == ("a", ArticleId("wire", "a"))


def test_a_later_take_of_the_same_agency_is_a_version_with_its_news(stream: Stream) -> None:
    stream("a", "Rebels capture Hama", HAMA)
    assert stream("b", "Rebels capture Hama, free prisoners", LATER_TAKE) == Placement(
        "a", version_of=(ArticleId("wire", "a"), 1)
    )
    arrival, _ = stream.arrivals["b@1"]
    (fresh,) = news(arrival, [one for one in stream.window.story("a") if one.article.path == "a"])
    assert arrival.article.quote(fresh) == FREED.strip()


def test_another_paper_in_its_own_words_joins_the_story(stream: Stream) -> None:
    stream("a", "Rebels capture Hama", HAMA)
    assert stream("b", "Insurgents take Hama in blow to Assad", GAZETTE, source="The Gazette") == Placement("a")


def test_two_cities_taken_in_the_same_words_are_two_stories(stream: Stream) -> None:
    stream("a", "Rebels capture Hama", HAMA)
    assert stream("b", "Rebels capture Goma", GOMA).new
    assert stream("c", "Rebels capture Homs", HAMA.replace("Homs", "the south").replace("Hama", "Homs")).new


def test_results_of_two_companies_in_the_same_words_are_two_stories(stream: Stream) -> None:
    stream("a", "Apple Q3 profit up", RESULTS.format(name="Apple"))
    assert stream("b", "Orange Q3 profit up", RESULTS.format(name="Orange")).new
    assert stream("c", "Orange Q3 profit up", RESULTS.format(name="Orange"), source="The Sun").story == "b"


FLASHES = {
    "en": "A strong earthquake struck {place} on Monday, killing at least 12 people, {who} said.",
    "de": "Starkes Erdbeben erschüttert {place}. Das meldete {who} am Montag.",
    "fr": "Un fort séisme a frappé {place} lundi, selon {who}. Des habitants sont sortis dans les rues.",
    "es": "Un fuerte terremoto sacudió {place} el lunes, según {who}. Los vecinos salieron a las calles.",
    "ru": "Сильное землетрясение произошло в городе {place} в понедельник, сообщило {who}. Люди вышли на улицы.",
    "ar": "ضرب زلزال قوي مدينة {place} يوم الاثنين بحسب {who}. وقالت السلطات إن السكان خرجوا إلى الشوارع.",
}
PLACES = {"ru": ("Анкара", "Кито"), "ar": ("أنقرة", "كيتو")}
AGENCIES = {"ru": ("ТАСС", "Рейтер"), "ar": ("رويترز", "سانا")}


@pytest.mark.parametrize("language", FLASHES)
def test_two_quakes_in_the_same_words_are_two_stories_and_two_agencies_are_no_two_quakes(
    stream: Stream, language: str
) -> None:
    flash = FLASHES[language]
    ankara, quito = PLACES.get(language, ("Ankara", "Quito"))
    one, other = AGENCIES.get(language, ("Reuters", "AFP"))
    stream("a", "", flash.format(place=ankara, who=one), language=language)
    assert stream("b", "", flash.format(place=quito, who=one), language=language, source="Daily Planet").new
    assert stream("c", "", flash.format(place=ankara, who=other), language=language, source="The Sun").story == "a"


def test_the_year_that_a_text_names_first_tells_two_events_apart() -> None:
    ours, theirs = (
        Arrival.of(told("a", "", f"July 7, {year}. Klitschko keeps his titles. The first was of 2004.")).sketch
        for year in (2012, 2013)
    )
    none = Arrival.of(told("b", "", "On July 7 Klitschko kept his titles.")).sketch
    rows = evidence(ours, [ours, theirs, none], Window().rarity)
    year, other_year = (list(EVIDENCE).index(name) for name in ("year", "other_year"))
    assert rows[:, year].tolist() == [1, 0, 0]
    assert rows[:, other_year].tolist() == [0, 1, 0]


def test_a_changed_file_stays_in_its_story_unless_it_tells_of_something_else(stream: Stream) -> None:
    stream("a", "Rebels capture Hama", HAMA)
    assert stream("a", "Rebels capture Hama, free prisoners", LATER_TAKE).story == "a"
    assert stream("a", "Results of Apple", RESULTS.format(name="Apple")) == Placement("a@3", new=True)


def test_a_marked_correction_is_no_copy_but_joins(stream: Stream) -> None:
    stream("a", "Rebels capture Hama", HAMA)
    placement = stream("b", "CORRECTED-Rebels capture Hama", HAMA, correction=True)
    assert (placement.story, placement.copy_of) == ("a", None)


def test_what_is_too_long_ago_or_of_another_language_is_another_story(stream: Stream) -> None:
    stream("a", "Rebels capture Hama", HAMA)
    week = PUBLISHED + timedelta(days=8)
    assert stream("b", "Rebels capture Hama", HAMA, published=week).new
    assert stream("c", "Rebels capture Hama", HAMA, language="de").new


def test_a_story_that_is_told_every_day_ends_a_week_after_it_began(stream: Stream) -> None:
    texts = [HAMA + f" This is their day {day} there." for day in range(10)]
    days = [stream(str(day), "Rebels in Hama", text, **_at(day)).story for day, text in enumerate(texts)]
    assert days == ["0"] * 8 + ["8"] * 2


def test_when_a_story_began_is_known_after_its_first_article_has_left(stream: Stream) -> None:
    stream("a", "Rebels in Hama", HAMA)
    (first,) = stream.window.story("a")
    anew = Window()
    later = _days_after(6)
    anew.add(replace(first, article=ArticleId("wire", "b"), published=later, placed=later, began=PUBLISHED))
    week, more = (told("c", "Rebels in Hama", HAMA + " They are still there.", **_at(day)) for day in (6, 8))
    assert place(Arrival.of(week), anew, "c").story == "a"
    assert place(Arrival.of(more), anew, "c").new


def _at(day: int) -> dict[str, object]:
    return {"published": _days_after(day)}


ELSEWHERE = {
    "fr": (
        "Les rebelles ont pris jeudi la ville syrienne de Hama après le retrait de l'armée, selon des habitants. Des "
        "combattants ont traversé la place centrale en tirant en l'air. La chute de Hama ouvre la route de Homs.",
        "Le groupe Renault a annoncé mardi un bénéfice net de 120 millions d'euros au troisième trimestre. Les ventes ont "
        "progressé de 4 % en Europe. Le constructeur maintient ses prévisions pour l'année.",
    ),
    "de": (
        "Rebellen haben am Donnerstag die syrische Stadt Hama eingenommen, nachdem die Armee abgezogen war, sagten "
        "Bewohner. Kämpfer fuhren über den Hauptplatz und schossen in die Luft. Der Fall von Hama öffnet den Weg nach Homs.",
        "Der Autobauer Renault hat im dritten Quartal einen Gewinn von 120 Millionen Euro erzielt. Der Absatz in Europa "
        "stieg um 4 Prozent. Der Konzern bestätigte seine Prognose für das Jahr.",
    ),
    "es": (
        "Los rebeldes tomaron el jueves la ciudad siria de Hama tras la retirada del ejército, dijeron vecinos. Los "
        "combatientes cruzaron la plaza central y dispararon al aire. La caída de Hama abre el camino a Homs.",
        "El grupo Renault anunció el martes un beneficio de 120 millones de euros en el tercer trimestre. Las ventas "
        "crecieron un 4 % en Europa. La empresa mantiene sus previsiones para el año.",
    ),
    "ru": (
        "Повстанцы в четверг захватили сирийский город Хама после отхода армии, сообщили жители. Бойцы проехали по "
        "главной площади и стреляли в воздух. Падение Хамы открывает дорогу на Хомс.",
        "Компания Рено во вторник сообщила о прибыли в 120 миллионов евро в третьем квартале. Продажи в Европе выросли "
        "на 4 процента. Концерн подтвердил прогноз на год.",
    ),
    "ar": (
        "سيطر المسلحون يوم الخميس على مدينة حماة السورية بعد انسحاب الجيش بحسب سكان المدينة. وعبر المقاتلون الساحة "
        "الرئيسية وأطلقوا النار في الهواء. ويفتح سقوط حماة الطريق إلى حمص.",
        "أعلنت شركة رينو يوم الثلاثاء عن أرباح بلغت 120 مليون يورو في الربع الثالث. وارتفعت المبيعات في أوروبا بنسبة 4 "
        "في المئة. وأكدت الشركة توقعاتها لهذا العام.",
    ),
    "zh": (
        "叙利亚反对派武装周四占领了战略城市哈马,政府军已经撤出,当地居民说。武装人员驶过中央广场并向空中开枪。哈马的陷落打开了通往霍姆斯的道路。",
        "雷诺集团周二宣布第三季度净利润为一亿二千万欧元。该公司在欧洲的销量增长百分之四。集团维持全年的业绩预期。",
    ),
}


@pytest.mark.parametrize("language", ELSEWHERE)
def test_within_each_language_a_reprint_joins_and_other_news_does_not(stream: Stream, language: str) -> None:
    hama, results = ELSEWHERE[language]
    stream("a", "", hama, language=language)
    cut = hama.rpartition("。" if language == "zh" else ". ")[0]
    assert stream("b", "", cut, language=language, source="Daily Planet").story == "a"
    assert stream("c", "", results, language=language).new
    assert stream("d", "", results, language=language, source="Daily Planet").story == "c"


def everything(stream: Stream) -> Iterator[Placement]:
    yield stream("a", "Rebels capture Hama", HAMA)
    yield stream("b", "Rebels capture Goma", GOMA)
    yield stream("c", "Insurgents take Hama", GAZETTE, source="The Gazette")
    yield stream("a", "Rebels capture Hama, free prisoners", LATER_TAKE)


def test_a_window_built_anew_from_its_members_gives_the_same_answers(stream: Stream) -> None:
    stories = dict.fromkeys(placement.story for placement in everything(stream))
    members = {f"{one.article.path}@{one.number}": one for story in stories for one in stream.window.story(story)}
    anew = Window()
    for key in stream.arrivals:
        anew.add(members[key])
    for arrival, _ in stream.arrivals.values():
        assert place(arrival, anew, "x") == place(arrival, stream.window, "x")


def test_what_is_taken_back_never_happened(stream: Stream) -> None:
    list(everything(stream))
    later = Arrival.of(told("z", "Homs next after fall of Hama", GAZETTE, source="The Sun"))
    before = place(later, stream.window, "z")
    other = Arrival.of(told("y", "Rebels near Homs", GAZETTE, source="Daily Planet"))
    stream.window.add(other.member(place(other, stream.window, "y"), 1, PUBLISHED))
    assert len(stream.window) == 5
    stream.window.take_back()
    assert len(stream.window) == 4
    assert place(later, stream.window, "z") == before


@pytest.mark.parametrize(("most", "later", "left"), [(2, 0, 2), (10, 8, 0), (10, 0, 4)])
def test_the_oldest_leave(most: int, later: int, left: int) -> None:
    stream = Stream(Window(most), {})
    list(everything(stream))
    stream.window.forget(_days_after(later))
    assert len(stream.window) == left
    assert sum(stream.window.size(story) for story in ("a", "a@2", "b", "c")) == left


def _days_after(days: int) -> datetime:
    return PUBLISHED + timedelta(days=days)
