"""The pages, put together from the sites' templates and their articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from markupsafe import Markup
from ruamel.yaml import YAML

SITES, UNSEEN = (Path(__file__).parent / name for name in ("sites", "unseen"))
_TEASERS = [
    {"title": "Beekeepers warn of a silent spring", "text": "Hives in three valleys have gone quiet this year."},
    {"title": "The last lamplighter hangs up his pole", "text": "After 41 years the old quarter switches to sensors."},
    {"title": "Chess prodigy, 9, holds grandmaster to a draw", "text": "Her coach had told her to enjoy the cake."},
]  # fmt: skip
_KINDS = {"## ": "h", "* ": "li", "@ ": "post"}
_DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_ES = "ene feb mar abr may jun jul ago sept oct nov dic".split()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (`p`), subheading (`h`) or item (`li`) of the text, and its words with `[links]` marked."""

    kind: str
    text: str

    @property
    def plain(self) -> str:
        return self.text.translate({ord("["): None, ord("]"): None})


@dataclass(frozen=True, slots=True)
class Post:
    """One entry of a live blog."""

    time: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def words(self) -> str:
        return " ".join(block.plain for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is served, and what is expected of it. `never`: furniture that must not be in the text."""

    name: str
    site: str
    language: str
    html: str
    headline: str
    published: datetime
    authors: tuple[str, ...]
    text: str
    never: tuple[str, ...]


def pages(folder: Path = SITES) -> Iterator[Page]:
    """All of a folder, site by site."""
    for file in sorted(folder.glob("*.yml")):
        site = YAML(typ="safe", pure=True).load(file)
        template = _environment(folder, ZoneInfo(site["zone"])).get_template(f"{file.stem}.html")
        for number, said in enumerate(site["pages"], 1):
            yield _page(f"{file.stem}-{number}", site, said, template)


def _page(name: str, site: dict[str, Any], said: dict[str, Any], template: jinja2.Template) -> Page:
    blocks = [_block(part) for part in re.split(r"\n\n|\n(?=\* )", said["text"].strip())]
    posts = list(_posts(blocks))
    running = [block for block in blocks if block.kind != "post"] if not posts else [
        block for post in posts for block in (Block("h", post.title), *post.blocks)]  # fmt: skip
    about = {
        "kind": None,
        "ld": None,
        "updated": None,
        "summary": None,
        "caption": None,
        "title": None,
        "og": None,
        **said,
    }
    words = " ".join(block.plain for block in running)
    slug = re.sub(r"\W+", "-", said["headline"].lower()).strip("-")
    html = template.render(
        page=about | {"blocks": running, "posts": posts, "words": words, "slug": slug}, teasers=_TEASERS
    )
    printed = [text for text in (said.get("summary"), *said.get("bullets", ())) if text]
    return Page(
        name=name,
        site=site["site"],
        language=site["language"],
        html=html,
        headline=said["headline"],
        published=said["published"].astimezone(UTC),
        authors=tuple(said["author"]),
        text="\n".join((*printed, *(block.plain for block in running))),
        never=(*site["never"], *(teaser["title"] for teaser in _TEASERS)),
    )


def _block(part: str) -> Block:
    """A live blog's `@ TIME TITLE` has its first paragraph on the next line."""
    kind = next((kind for mark, kind in _KINDS.items() if part.startswith(mark)), "p")
    return Block(kind, part if kind in ("p", "post") else part[2:].strip())


def _posts(blocks: list[Block]) -> Iterator[Post]:
    found: list[tuple[str, str, list[Block]]] = []
    for block in blocks:
        if block.kind == "post":
            head, _, first = block.text[2:].partition("\n")
            time = re.match(r"[\d:.]+(?: [ap]\.m\.)?(?: ET)?", head)
            assert time, head
            found.append((time[0], head[time.end() :].strip(), [Block("p", first)]))
        elif found:
            found[-1][2].append(block)
    return (Post(time, title, tuple(inside)) for time, title, inside in found)


def _environment(folder: Path, zone: ZoneInfo) -> jinja2.Environment:
    """Times as sites write them, each in its own zone."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.ChainableUndefined
    )
    forms = {
        "z": "%Y-%m-%dT%H:%M:%SZ", "ms": "%Y-%m-%dT%H:%M:%S.000Z", "plain": "%Y-%m-%dT%H:%M:%S", "day": "%Y-%m-%d",
        "path": "%Y/%m/%d",
    }  # fmt: skip
    local = {
        "plainlocal": "%Y-%m-%d %H:%M:%S", "isoday": "%Y-%m-%d", "long": "%B %-d, %Y", "clock": "%-I:%M %p %Z",
        "aj": "%-d %b %Y", "guardian": "%a %-d %b %Y %H.%M %Z", "cnn": "%-I:%M %p %Z, %a %B %-d, %Y",
    }  # fmt: skip
    for name, form in forms.items():
        made.filters[name] = lambda when, form=form: (
            when.astimezone(UTC).strftime(form) if isinstance(when, datetime) else when
        )
    for name, form in local.items():
        made.filters[name] = lambda when, form=form: when.astimezone(zone).strftime(form)
    made.filters |= {
        "at": lambda when: when.astimezone(zone).isoformat(),
        "epoch": lambda when: int(when.timestamp() * 1000),
        "html": _html,
        "entities": lambda text: escape(text).replace("’", "&#8217;"),
        "spiegel": lambda when: _dated(when.astimezone(zone), "{day}. {month} {year}, {hour:02}.{minute:02} Uhr", _DE),
        "lemonde": lambda when: _dated(when.astimezone(zone), "le {day} {month} {year} à {hour:02}h{minute:02}", _FR),
        "elpais": lambda when: _dated(when.astimezone(zone), "{day} {month} {year} - {hour:02}:{minute:02} CEST", _ES),
    }
    return made


def _dated(when: datetime, form: str, months: list[str]) -> str:
    return form.format(day=when.day, month=months[when.month - 1], year=when.year, hour=when.hour, minute=when.minute)


def _html(block: Block, within: str = "") -> Markup:
    """A paragraph's words, its links as links; `within` is what the site adds to each."""
    return Markup(
        re.sub(
            r"\[([^]]+)\]",
            rf'<a href="https://example.org/x" target="_blank">\1{within}</a>',
            escape(block.text, quote=False),
        )
    )
