"""Which articles tell of one event, which of them repeat another's text, and what is new in a later take.

`Arrival.of(article)`, then `place(arrival, window, …)`, then `window.add(…)`: one pass, in constant memory.
"""

from monitor.stories.news import news
from monitor.stories.placing import Arrival, Placement, place
from monitor.stories.sketch import Sketch
from monitor.stories.window import SPAN, Member, Window

__all__ = [
    "SPAN",
    "Arrival",
    "Member",
    "Placement",
    "Sketch",
    "Window",
    "news",
    "place",
]
