"""`when`: what several matches come to over time. One file a form, each of the same shape:

    reach(when)                        # the time around a match whose rows it must see: (before, after)
    fires(when, new, rows, since)      # what came together with the match `new`, or None

Rows are what was counted under one key, whatever the order in which it arrived; time is that of publication. `since` is
when the rule began to watch. `silence` goes by the clock, and has a tick instead.
"""

from monitor.alerting.windows.deciding import Counted, fires, kept_for, reach
from monitor.alerting.windows.fired import Fired
from monitor.alerting.windows.keys import key_of, values_of

__all__ = ["Counted", "Fired", "fires", "kept_for", "key_of", "reach", "values_of"]
