"""A rule drafted from a few sentences on which it must fire.

    drafted = draft(sentences, ground, title=…)
    drafted.text      # the rule file

`readings` looks for verb families and plain verbs that fit, and for who stands where; `events` chooses among them,
`words` finds shared words where none fits every sentence, `content` says either as keys of a rule; `variants` turns the
sentences into what did not happen, for `no` tests. Pure: a draft is tried on its own sentences before it is handed out.
`mending` finds what would keep a rule from firing on a sentence.
"""

from monitor.drafting.draft import Draft, draft
from monitor.drafting.ground import Ground

__all__ = ["Draft", "Ground", "draft"]
