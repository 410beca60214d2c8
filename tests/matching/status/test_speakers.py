"""Who says it, and on whose side."""

from __future__ import annotations

import pytest

from monitor.model.match import Status
from tests.matching.status.test_rows import find

SAID_BY = [
    ("Russian forces have [captured] Lyman, Minister Sergei Shoigu told President Putin.", "Minister Sergei Shoigu"),
    ("Ukraine [withdrew] its troops from Avdiivka, its new army chief said.", "its new army chief"),
    ("A war monitor said rebels had [captured] Hama.", "A war monitor"),
    ("Rebels have [captured] Hama, the army said on Thursday.", "the army"),
    ("Goma [captured], army says", "army"),
    (
        "Rebels [took] Hama, according to the Syrian Observatory for Human Rights.",
        "the Syrian Observatory for Human Rights",
    ),
    ('"We [captured] Hama," said Hassan Abdul Ghani, a rebel commander.', "Hassan Abdul Ghani"),
    ("Gunmen [killed] five, a police spokesman and residents said.", "a police spokesman and residents"),
    ("Gunmen [killed] five, two security sources told Reuters on Monday.", "two security sources"),
    ("The blast [killed] 20, Reuters reported, citing police.", "Reuters"),
    ("The army, which lost Homs, said rebels had [captured] Hama.", "The army"),
    ("The army, which lost Homs, said on Monday rebels had [captured] Hama.", "The army"),
    ("At least 20 people were [killed] when a bus crashed, police said.", "police"),
    ("Rebels have [captured] Hama.", None),
    ("After rebels [captured] Hama, the army said it would attack Homs again.", None),
    ("The army denied that Hama had [fallen].", None),
]


@pytest.mark.parametrize(("written", "name"), SAID_BY)
def test_who_says_it(written: str, name: str | None) -> None:
    finding, text = find(written)
    assert (text[slice(*finding.said_by)] if finding.said_by else None) == name


SIDES = [
    ("{M23 rebels} have [captured] Goma, the group's spokesman said on X.", Status.CLAIMED),
    ("{Fighters from the RSF} [seized] el-Fasher, the paramilitary group said.", Status.CLAIMED),
    ("The M23 said in a statement late on Sunday that it had [captured] Goma.", Status.CLAIMED),
    ("The government says it will not negotiate after rebels [seized] Goma.", Status.ASSERTED),
    ("{Rebels} [seized] Goma, its residents said.", Status.ASSERTED),
    ("{Rebels} said on Thursday they had [captured] Hama.", Status.CLAIMED),
    ("The army said {rebels} had [captured] Hama.", Status.ASSERTED),
    ("A spokesman for {M23} said the city had been [captured].", Status.CLAIMED),
    ("A rebel commander said {rebel fighters} had [captured] Hama.", Status.CLAIMED),
    ("The group said {it} had [captured] Hama.", Status.CLAIMED),
    ("Residents said {they} had [captured] Hama.", Status.ASSERTED),
    ("The war monitor said {they} had [captured] Hama.", Status.ASSERTED),
    ("The army said it had [lost] Hama.", Status.ASSERTED),
    ("The army said it had [captured] Hama.", Status.CLAIMED),
    ("The army said Hama had been [captured] by {rebels}.", Status.ASSERTED),
    ("{Rebels} admitted they had [killed] civilians.", Status.ASSERTED),
    ("Israel's military said {it} had [struck] 20 targets.", Status.CLAIMED),
    ("US says {Iran} [attacked] tanker", Status.ASSERTED),
]


@pytest.mark.parametrize(("written", "status"), SIDES)
def test_a_claim_is_what_the_doer_says(written: str, status: Status) -> None:
    assert find(written)[0].status is status


CUES = [
    ("Rebels did not [take] Hama.", "not"),
    ("If Hama [falls], Homs is next.", "If"),
    ("Rebels failed to [seize] Hama.", "failed to"),
    ("Will Kyiv [fall]?", "?"),
    ("Rebels [captured] Hama in 2015.", "in 2015"),
    ("They [overran] Aleppo a week ago.", "a week ago"),
    ("The army prevented rebels from [capturing] Hama.", "prevented rebels from"),
    ("Rebels have [captured] Hama.", None),
]


@pytest.mark.parametrize(("written", "cue"), CUES)
def test_the_cue_is_kept(written: str, cue: str | None) -> None:
    finding, text = find(written)
    assert (text[slice(*finding.cue)] if finding.cue else None) == cue


def test_the_weakest_of_several_cues_wins_and_all_are_kept() -> None:
    finding, text = find("{Rebels} said they would [capture] Hama.")
    assert finding.status is Status.PLANNED
    assert [(each.status, text[slice(*each.cue)]) for each in finding.bearings] == [
        (Status.CLAIMED, "said"),
        (Status.PLANNED, "would"),
    ]
