"""Markdown → blocks, by markdown-it-py: a CommonMark parser that is kept up, and that is linear in the text.

Emphasis, links and code become their text; an image becomes a caption of its description; HTML tags are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from monitor.reading import plain
from monitor.reading.blocks import Block, Kind

_SIGNS = re.compile(
    r"""^\#{1,6}[ ]+\S                                    # a heading
      | ^[^\n]{3,200}\n={3,}[ ]*$                           # a heading underlined
      | ^[ ]{0,3}(?:```|~~~)                              # a code fence
      | !?\[[^\[\]\n]{0,300}\]\((?:https?://|/|\.|\#)[^()\s]{0,2000}  # a link or a picture
      | (?<![\w*])\*\*(?=\S)[^*\n]{1,300}(?<=\S)\*\*(?![\w*])         # strong emphasis
    """,
    re.VERBOSE | re.MULTILINE,
)
_HINTS = ("#", "](", "**", "```", "~~~", "===")  # without one of them there is no sign: found fifty times faster
_SUFFIXES = (".md", ".markdown")
_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 100_000  # beyond this a text is read as plain: no article is so long, and an attack may be


def is_markdown(text: str, path: str) -> bool:
    """Whether the text is Markdown: by its signs, or by its name where it shows none."""
    if len(text) > _LONGEST:
        return False
    hinted = any(hint in text for hint in _HINTS)
    return path.lower().endswith(_SUFFIXES) or (hinted and bool(_SIGNS.search(text)))


def blocks(text: str) -> list[Block]:
    """The blocks of a normalised Markdown text."""
    return list(_walk(_parser().parse(text)))


@cache
def _parser() -> MarkdownIt:
    # Indented code is switched off: in news an indented line begins a paragraph.
    return MarkdownIt("commonmark").disable("code")


def _walk(tokens: Iterable[Token]) -> Iterator[Block]:
    level = 0
    items: list[bool] = []  # for each list that is open: whether its current item still awaits its first block
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "list_item_open":
            items.append(True)
        elif token.type == "list_item_close":
            items.pop()
        elif token.type in ("fence", "html_block"):
            yield from plain.blocks(_TAG.sub(" ", token.content) if token.type == "html_block" else token.content)
        elif token.type == "inline":
            yield from _inline(token.children or (), level, bullet=bool(items) and items[-1])
            items[-1:] = [False] if items else []


def _inline(children: Sequence[Token], level: int, *, bullet: bool) -> Iterator[Block]:
    text = "".join(map(_text, children))
    if level:
        yield from _unless_empty(Block(" ".join(text.split()), Kind.HEADING, level=level))
    elif bullet or _is_wrapped(text):
        yield from _unless_empty(Block(" ".join(text.split()), Kind.BULLET if bullet else Kind.TEXT))
    else:
        yield from plain.blocks(text)
    for image in children:
        if image.type == "image":
            yield from _unless_empty(Block(" ".join(image.content.split()), Kind.CAPTION))


def _is_wrapped(text: str) -> bool:
    """Whether a paragraph's lines belong together. Longer ones are paragraphs whose blank lines got lost."""
    return all(len(line) <= plain.WIDEST_WRAP for line in text.split("\n"))


def _unless_empty(block: Block) -> Iterator[Block]:
    if block.text:
        yield block


def _text(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content if token.type in ("text", "code_inline") else ""
