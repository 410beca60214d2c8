"""Alerts against the timelines that journalists wrote: `python -m benchmarks.quality.timelines [OPTION …]`.

    --rules FILE     rules to run beside the two shipped ones; may be given again. Without it the pack `conflict`
    --topic NAME     only this one of libya, syria, egypt, iraq
    --list FILE      every message, an object a line, for reading
    --judged N       what the verdicts of `verdicts/timelines.jsonl` say of N messages that are drawn at random
    --seed TEXT      what they are drawn by: another one draws others
    --unjudged FILE  those of them that nobody has read yet

The dated reporting of `articles/t17` goes through the whole pipeline in virtual time, each article at noon of its day.
A date of a timeline counts where there is an article on it or the day after; it is met where a message (an alert, or an
update of one) was due on one of the two. Days that no journalist named have messages too: how many of all days have one
is what a date would be met with by chance.
"""

from benchmarks.quality.timelines.run import main

__all__ = ["main"]
