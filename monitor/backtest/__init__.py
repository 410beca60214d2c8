"""What rules would have done: articles of a past time, in virtual time, through the code that is live.

    with Backtest(settings, headline, jobs=2) as past:
        past.read(given)                       # once: articles are kept in a temporary folder, in the order of time
        outcome, = past.run([ruleset])         # as often as the rules change

`work` is what processes do (read, match), `pool` gives it to them, `spool` keeps what they found; `placing` gives each
article its story and `raising` raises alerts in a store that is thrown away, one after the other, each in its moment.
`difference`, `days` and `chart` are pure: they say what came of it. `trying` runs versions of rules, each rule only as
often as it changes. `replay` takes the articles through the whole pipeline instead, at any pace. Nobody is notified.
"""

from monitor.backtest.raised import Outcome, Raised
from monitor.backtest.run import Backtest

__all__ = ["Backtest", "Outcome", "Raised"]
