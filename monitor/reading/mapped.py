"""JSON of one's own: objects whose keys are the usual ones (`title`, `text`, `published` …), or named by a field map.

A map says where each value lies, with dots: `{text: data.story.body, title: data.head}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from monitor.errors import Unreadable
from monitor.reading import markup, values
from monitor.reading.report import Report, broken, no_article

USUAL: Mapping[str, Sequence[str]] = {
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "html"),
    "summary": ("summary", "abstract", "description"),
    "published": ("published", "date", "published_at", "timestamp"),
    "source": ("source", "provider"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
    "id": ("id", "guid"),
    "authors": ("authors", "author", "byline"),
    "keywords": ("keywords", "tags"),
    "urgency": ("urgency", "priority"),
    "embargo": ("embargo", "embargoed"),
    "place": ("place", "location"),
}
"""What an article may say, and the keys it is looked for under where no map says otherwise."""


def read(found: object, fields: Mapping[str, str]) -> Iterator[Report | Unreadable]:
    """The article of an object, or of each object of a list."""
    for one in found if isinstance(found, list) else [found]:
        yield _report(one, fields) if isinstance(one, Mapping) else broken("JSON that is no object")


def _report(item: Mapping[str, object], fields: Mapping[str, str]) -> Report | Unreadable:
    said = {name: _value(item, name, fields) for name in USUAL}
    blocks = markup.of_html_or_text(said["text"])
    if not blocks and fields:
        return broken(f"JSON without a text at `{fields.get('text', 'text')}`, where `fields` says it is")
    if not blocks:
        keys = ", ".join(list(item)[:8])
        return no_article(
            f"JSON of another kind (keys: {keys[:120]}); `fields` in monitor.yml can say where its text is"
        )
    return Report(
        blocks=tuple(blocks),
        title=values.text(said["title"]),
        summary=tuple(block.text for block in markup.of_html_or_text(said["summary"])),
        name=values.text(said["id"]),
        published=values.moment(said["published"]),
        source=values.text(said["source"]),
        url=values.url(said["url"]),
        language=values.language(said["language"]),
        place=values.text(said["place"]),
        authors=_names(said["authors"]),
        keywords=_names(said["keywords"]),
        urgency=values.number(said["urgency"]),
        embargo=values.moment(said["embargo"]),
    )


def _value(item: Mapping[str, object], name: str, fields: Mapping[str, str]) -> object:
    if name in fields:
        return _at(item, fields[name])
    return next((item[key] for key in USUAL[name] if item.get(key) is not None), None)


def _at(item: object, path: str) -> object:
    for step in path.split("."):
        if isinstance(item, list) and step.isascii() and step.isdigit() and int(step) < len(item):
            item = item[int(step)]
        elif isinstance(item, Mapping):
            item = item.get(step)
        else:
            return None
    return item


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return values.names(one.get("name") if isinstance(one, Mapping) else one for one in value)
    return values.names((values.text(value) or "").split(","))
