"""Corrections, kills and withdrawals as agencies mark them, and what only looks like one."""

from __future__ import annotations

import pytest

from monitor.reading.corrections import Mark, mark
from tests.reading.test_read import reading

CORRECTIONS = """
CORRECTED-Rebels take Hama
CORRECTED - REBELS TAKE HAMA
(CORRECTED) - REBELS TAKE HAMA
<CORRECTED> - REBELS TAKE HAMA
CORRECTED-UPDATE 2-Rebels take Hama
UPDATE 2-CORRECTED-Rebels take Hama
CORRECTED-(OFFICIAL)-Rebels take Hama
REFILE-CORRECTED-Rebels take Hama
CORRECTION: Rebels take Hama
CORRECTION - Rebels take Hama
/// CORRECTION /// Rebels take Hama
Correction: Syria-War story
Corrected: Rebels take Hama
CORRECTIVE: Rebels take Homs, not Hama
ATTENTION - CORRECTS name of the city ///
Rebels take Hama (CORRECTED)
(Corrects headline to say Homs)
(Corrects paragraph 3 to show that the city is Homs, not Hama)
(This Dec. 5 story has been corrected to say Homs in the headline)
This story has been corrected to show that the city is Homs.
(corrects the name of the city)
The commander in Homs (corrects from Hama) said the city was quiet on Friday.
Corrects date in first paragraph
EDS: corrects the name of the city in the second paragraph
RECTIFICATIF - Les rebelles prennent Hama
ANNULE ET REMPLACE: Les rebelles prennent Homs
Korrektur: Rebellen nehmen Hama ein
BERICHTIGUNG - Rebellen nehmen Homs ein
CORRECCIÓN: Rebeldes toman Hama
Corrección: Rebeldes toman Hama
ИСПРАВЛЕНИЕ: Повстанцы взяли Хаму
تصحيح: المعارضة تسيطر على حماة
更正：叛军占领哈马
"""
WITHDRAWALS = """
KILL
KILL KILL KILL
ADVISORY KILL - Rebels take Hama
MANDATORY KILL: Rebels take Hama
KILL - Rebels take Hama
Kill: Syria-Hama
RETRACTION: Rebels take Hama
RETRACTED-Rebels take Hama
Retraction: our report on Hama
WITHDRAWN-Rebels take Hama
WITHDRAWAL: Rebels take Hama
STORY WITHDRAWN - Rebels take Hama
STORY REMOVED: BC-ML--Syria-Hama
ADVISORY: Baghdad story on the fall of Hama is withdrawn
ADVISORY-Syria story withdrawn
The BEIRUT item headlined "Rebels take Hama" is withdrawn. The city has not fallen.
This story has been withdrawn.
Please kill item dpa 157 "Rebels take Hama". The city has not fallen.
Please kill the story Syria-Hama, V9991. The city has not fallen.
Please disregard the story headlined "Rebels take Hama".
EDS: Please kill the item slugged SYRIA-HAMA
EDITORS: The story headlined "Rebels take Hama" has been withdrawn
ANNULATION - Les rebelles prennent Hama
WIDERRUF: Rebellen nehmen Hama ein
ANULACIÓN: Rebeldes toman Hama
АННУЛИРУЕТСЯ: Повстанцы взяли Хаму
إلغاء: المعارضة تسيطر على حماة
撤稿：叛军占领哈马
"""
NEITHER = """
Rebels take Hama
UPDATE 1-Rebels take Hama
REFILE-Rebels take Hama
Correction officers strike in Hama
CORRECTION OFFICERS STRIKE IN HAMA
Correction agency plans dropped
KILL SWITCH FOUND IN HAMA
Kill or be killed in Hama
Rebels kill ten in Hama
WITHDRAWN TROOPS REACH HAMA
Withdrawn from service: the last tank of Hama
Troops have been withdrawn from Hama
The report was withdrawn from the shelves of the library of Hama
Please kill the lights, the mayor of Hama said
He corrected himself: the city is Hama
The minister retracted his statement on Hama
The article of the law was corrected by parliament
Attention turns to Hama
"""


@pytest.mark.parametrize("line", CORRECTIONS.strip().splitlines())
def test_a_correction_is_marked(line: str) -> None:
    assert mark(line) is Mark.CORRECTION


@pytest.mark.parametrize("line", WITHDRAWALS.strip().splitlines())
def test_a_withdrawal_is_marked(line: str) -> None:
    assert mark(line) is Mark.WITHDRAWAL


@pytest.mark.parametrize("line", NEITHER.strip().splitlines())
def test_what_only_looks_like_one_is_not(line: str) -> None:
    assert mark(line) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels take Hama\n\nRebels took it on Thursday.\n", (False, False)),
        ("CORRECTED-Rebels take Hama\n\nRebels took it on Thursday.\n", (True, False)),
        ("STORY WITHDRAWN - Rebels take Hama\n\nThe city has not fallen.\n", (True, True)),
        ("Rebels take Homs\n\n(Corrects name of the city)\n\nRebels took it on Thursday.\n", (True, False)),
        ("Syria-Hama\n\nEDS: Please kill the story slugged Syria-Hama.\n\nRebels take Hama.\n", (True, True)),
        ("CORRECTED-Syria-Hama\n\nThis story has been withdrawn.\n\nThe end.\n", (True, True)),
        ("Rebels take Hama\n\nOne.\n\nTwo.\n\nThree.\n\nPlease kill item dpa 157.\n", (False, False)),
    ],
)
def test_the_headline_and_the_first_lines_are_looked_at(text: str, expected: tuple[bool, bool]) -> None:
    article = reading(text)
    assert (article.correction, article.withdrawn) == expected
