"""Articles × rules → matches, and why. Pure: no I/O, no clock; the same input gives the same matches.

A term becomes atoms (`atoms`, `sequences`), names become an index (`lists`), an article a view in which every word is
met once (`view`); `candidates` says which rules to look at, `conditions` whether they hold, `mentions` and
`happenings` what was found. `explain` shows the same steps to a person.
"""

from monitor.matching.engine import Engine
from monitor.matching.spent import Spent

__all__ = ["Engine", "Spent"]
