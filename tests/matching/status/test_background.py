"""What a sentence tells only by the way, and what it tells as news: the event in [brackets]. Published on a Monday, 23
November 2026."""

from __future__ import annotations

import pytest

from tests.matching.status.test_rows import find

BY_THE_WAY = """
The council fled after rebels [captured] Hama.
Since rebels [captured] Hama, bread has cost twice as much.
The price of bread doubled because rebels [captured] Hama.
They met in Hama, which [fell] to rebels, and agreed on a truce.
Rebels who [captured] Hama want a share of its oil.
The rule of the president ended when rebels [captured] Hama.
The bomb that [killed] 20 people was home-made.
Hama, [captured] by rebels, is a city of markets.
The [capture] of Hama opened the way to Homs.
The rebels' [capture] of Hama opened the way to Homs.
The rebels had [captured] Hama, and the road lay open.
Rebels have already [captured] Hama.
Rebels have already entered and [captured] Hama.
Several countries have already closed or [suspended] their embassies.
The rebels had entered and [captured] Hama, and the road lay open.
The talks ended this week after Qatar, previously a supporter, [shut] its embassy.
He was in Homs on the day rebels [captured] Hama.
He left Homs the week the rebels of Idlib [captured] Hama.
Rebels freed the prisoners of Homs, and Hama is [in rebel hands].
On Monday the council met in Homs, after rebels [captured] Hama.
"""

AS_NEWS = """
Rebels [captured] Hama.
Rebels have [captured] Hama.
Rebels advanced on Homs and [captured] Hama.
Rebels advanced on Homs, [captured] Hama and freed its prisoners.
Rebels said they had [captured] Hama.
The army said that rebels had [captured] Hama.
Thousands fled as rebels [captured] Hama.
While the council met, rebels [captured] Hama.
The council fled after rebels [captured] Hama on Monday.
Rebels who [captured] Hama on Monday want a share of its oil.
The council fled hours after rebels [captured] Hama.
The council fled a day after rebels [captured] Hama.
An [attack] on Hama left six people dead.
Rebels entered and [captured] Hama.
The army fled, and rebels, a band of deserters, [captured] Hama.
After the talks failed, the rebels, a band of deserters, [captured] Hama.
Later in the day rebels [captured] Hama.
Rebels spent the day there and [captured] Hama.
The army spent the day in Homs, and rebels [captured] Hama.
"""


@pytest.mark.parametrize("written", BY_THE_WAY.strip().splitlines())
def test_by_the_way(written: str) -> None:
    assert find(written)[0].by_the_way


GOES_ON = """
NATO's [airstrikes] have degraded his army.
As NATO's [airstrikes] crossed the 100-day mark, analysts blamed faulty assumptions.
The army has paid a price for its [attacks] on the city.
"""

HAPPENS = """
NATO's [airstrikes] killed 20 people in Hama.
NATO's [airstrikes] on Hama on Monday destroyed a bridge.
The [attack], one of the heaviest of the war, lasted an hour.
Russian [airstrikes] hit Hama.
Rebels [attacked] Hama.
"""


@pytest.mark.parametrize("written", GOES_ON.strip().splitlines())
def test_what_goes_on(written: str) -> None:
    assert find(written)[0].goes_on


@pytest.mark.parametrize("written", HAPPENS.strip().splitlines())
def test_what_happens(written: str) -> None:
    assert not find(written)[0].goes_on


@pytest.mark.parametrize("written", AS_NEWS.strip().splitlines())
def test_as_news(written: str) -> None:
    assert not find(written)[0].by_the_way
