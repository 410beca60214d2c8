"""Who did what to whom: event conditions of rules, in articles.

    event = ReadyEvent(conditions.event, actions, terms)
    event.find(view)    # every mention, whatever its status

No parser: words of an action are met like any other; `sentence` gives the words of their sentence a class (preposition,
auxiliary, …), `groups` cuts noun groups, `subjects` looks to the left of a verb and `objects` to its right,
`verbframes` and `nounframes` say who stands where in which voice, `filling` and `meant` fill the slots that a rule
asks for; `refusals` tells why words of an action make no event.
"""

from monitor.matching.events.event import EventMention, ReadyEvent, make_ready
from monitor.matching.events.filling import Filled, names
from monitor.matching.events.ready import Actions
from monitor.matching.events.refusals import No, Refusal, refusals

__all__ = ["Actions", "EventMention", "Filled", "No", "ReadyEvent", "Refusal", "make_ready", "names", "refusals"]
