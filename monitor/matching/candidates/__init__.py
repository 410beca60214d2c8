"""Which rules could match an article, and which surely do.

`needs` says what a rule asks of an article in clues, and `spelling` what a term is in clues; `phrases` finds clues of
several words, `rows` and `anchors` keep the rules as arrays, `close` looks at distances, `frequencies` learns which
clues are common. `Candidates` is the whole.
"""

from monitor.matching.candidates.candidates import Candidates
from monitor.matching.candidates.needs import Needs, needs_of
from monitor.matching.candidates.spelling import Speller

__all__ = ["Candidates", "Needs", "Speller", "needs_of"]
