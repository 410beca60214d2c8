"""Boolean expressions (`query:`), as people bring them from other tools: text → tree, and back.

    (embassy OR consulate) NEAR/6 evacuat* NOT drill

`scan` cuts the text into tokens, `parse` makes the tree of them and checks it, `write` says a tree as text again. Pure.
"""

from monitor.rules.query.lexing import LONGEST, QueryFault, Token, TokenKind, scan
from monitor.rules.query.parsing import LANGUAGE, Grammar, parse, parse_tokens, query_term
from monitor.rules.query.shape import checked, terms_of
from monitor.rules.query.writing import write

__all__ = [
    "LANGUAGE",
    "LONGEST",
    "Grammar",
    "QueryFault",
    "Token",
    "TokenKind",
    "checked",
    "parse",
    "parse_tokens",
    "query_term",
    "scan",
    "terms_of",
    "write",
]
