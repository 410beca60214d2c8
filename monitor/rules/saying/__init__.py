"""A rule said back in plain words, so that its writer sees whether it says what was meant.

    say(rule)    # lines of text

`words` says terms and lists of them, `conditions` what must hold, `expressions` a Boolean expression, `events` an event
and its families, `alerts` who hears of it and how. Pure.
"""

from monitor.rules.saying.rule import say

__all__ = ["say"]
