from __future__ import annotations

import pytest

from monitor.reading.datelines import Day, find

DATELINES = [
    ("BEIRUT, Dec 5 (Reuters) - ", "BEIRUT", "Reuters", Day(12, 5)),
    ("(Reuters) - ", None, "Reuters", None),
    ("LONDON (AP) — ", "LONDON", "AP", None),
    ("PARIS, 5 décembre (AFP) – ", "PARIS", "AFP", Day(12, 5)),
    ("WASHINGTON/BEIRUT, Dec 5 - ", "WASHINGTON/BEIRUT", None, Day(12, 5)),
    ("WASHINGTON — ", "WASHINGTON", None, None),
    ("ORANGE COUNTY, Calif. (AP) — ", "ORANGE COUNTY, Calif.", "AP", None),
    ("PORT-AU-PRINCE, Haiti (AP) -- ", "PORT-AU-PRINCE, Haiti", "AP", None),
    ("GOMA, Democratic Republic of Congo (AP) — ", "GOMA, Democratic Republic of Congo", "AP", None),
    ("BEIRUT, Thursday, Dec. 5, 2024 (AFP) - ", "BEIRUT", "AFP", Day(12, 5, 2024)),
    ("SAN SALVADOR, 3 JAN 90 -- ", "SAN SALVADOR", None, Day(1, 3, 1990)),
    ("Hama, Dec 5 - ", "Hama", None, Day(12, 5)),
    ("Berlin (dpa) - ", "Berlin", "dpa", None),
    ("Hama, 5. Dezember (dpa/AFP) - ", "Hama", "dpa/AFP", Day(12, 5)),
    ("Madrid, 5 dic (EFE).- ", "Madrid", "EFE", Day(12, 5)),
    ("MADRID, 5 de diciembre de 2024 (Europa Press) - ", "MADRID", "Europa Press", Day(12, 5, 2024)),
    ("МОСКВА, 5 дек — РИА Новости. ", "МОСКВА", "РИА Новости", Day(12, 5)),
    ("Москва. 11 ноября. INTERFAX.RU - ", "Москва", "INTERFAX.RU", Day(11, 11)),
    ("بيروت (رويترز) - ", "بيروت", "رويترز", None),
    ("新华社大马士革12月5日电（记者张三）", "大马士革", "新华社", Day(12, 5)),
    ("DAMASCUS, Syria (AP) ", "DAMASCUS, Syria", "AP", None),
    ("LONDON (The Guardian) - ", "LONDON", "The Guardian", None),
    ("SEOUL, Nov 26 AFP - ", "SEOUL", "AFP", Day(11, 26)),
    ("SYDNEY March 22 AAP - ", "SYDNEY", "AAP", Day(3, 22)),
    ("Jan 3 (OPTA) - ", None, "OPTA", Day(1, 3)),
    ("San Diego (tca/dpa) - ", "San Diego", "tca/dpa", None),
    ("København /ritzau/: ", "København", "ritzau", None),
    ("(ANSA) - ROMA, 1 LUG - ", "ROMA", "ANSA", Day(7, 1)),
]


@pytest.mark.parametrize(("dateline", "place", "agency", "day"), DATELINES)
def test_a_dateline_is_taken_apart(dateline: str, place: str | None, agency: str | None, day: Day | None) -> None:
    found = find(dateline + "Rebels took Hama.")
    assert found is not None
    assert (found.end, found.place, found.agency, found.day) == (len(dateline), place, agency, day)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels took Hama on Thursday - the army said.",
        "Rebels took Hama on Dec 5 - the army said.",
        "On Dec 5 - the day Hama fell - rebels came.",
        "On Nov 26 AFP - which is French - said so.",
        "Rebels and/or soldiers: both left.",
        "Hama (Syria) - a city of a million people.",
        "Aleppo, once Syria's largest city (pop. 2m) - fell.",
        "OBAMA: We will not send troops.",
        "ANALYSIS - What Hama means.",
        "UPDATE 1-Rebels take Hama",
        "REBELS TAKE HAMA - ARMY FLEES",
        "Hama – the city of water wheels.",
        "CAN 2019 - Algérie: la diaspora à Londres",
        "",
        "-",
    ],
)
def test_prose_is_no_dateline(text: str) -> None:
    assert find(text) is None
