"""What in a ninjs item breaks its schema without keeping it from being read: said as warnings of the article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.reading import values

_STATES = frozenset({"usable", "withheld", "canceled"})
_DATES = frozenset(
    "contentcreated contentCreated embargoed expires firstcreated firstCreated versioncreated versionCreated".split()
)
_OPEN = ("body", "description", "headline", "$")  # the standard lets these names be continued
_PROPERTIES = frozenset(
    """altids altIds associations authors bodies by byline charcount charCount children contentcreated contentCreated
    copyrightholder copyrightHolder copyrightnotice copyrightNotice desk digitalSourceType ednote edNote embargoed
    entities event events eventDetails evolvedfrom expires firstcreated firstCreated genre genres infosource infosources
    infoSources keywords language located mimetype name object objects organisation organisations people person place
    places plannedCoverage priority profile pubstatus pubStatus relationships renditions representationtype
    representationType rightsinfo rightsInfo service signal signals slugline sluglines source standard subject subjects
    subtype title trustindicator trustIndicators type uri urgency usageterms usageTerms version versioncreated
    versionCreated wordcount wordCount""".split()
)
"""What an item may have in any version, and so an association, which is an item."""

Item = Mapping[str, object]


def of(item: Item) -> Iterator[str]:
    """What a reader of the standard would object to, where it matters to a newsroom."""
    yield from _values(item)
    yield from _associations(item)
    yield from _rights(item)


def _values(item: Item) -> Iterator[str]:
    state = values.text(item.get("pubstatus") or item.get("pubStatus"))
    if state is not None and state not in _STATES:
        yield f"ninjs: `pubstatus` is {state[:40]!r}"
    for key in ("subject", "place", "associations", "headlines", "bodies", "subjects", "places"):
        value = item.get(key)
        if value is not None and not isinstance(value, list | Mapping):
            yield f"ninjs: `{key}` is no list"
    for key in sorted(_DATES & item.keys()):
        if item[key] is not None and not values.moment(item[key]):
            yield f"ninjs: `{key}` is no date: {str(item[key])[:40]}"
    for key in ("headline", "body_text", "body_html", "byline", "language", "version"):
        if item.get(key) is not None and not isinstance(item[key], str | int):
            yield f"ninjs: `{key}` is no text"


def _associations(item: Item) -> Iterator[str]:
    associations = item.get("associations")
    for one in associations if isinstance(associations, list) else []:
        if not isinstance(one, Mapping) or not {"name", "uri"} <= one.keys():
            yield "ninjs: an association without a `name` or a `uri`"
    for one in _associated(item):
        yield from _rights(one)
        for key in one.keys() - _PROPERTIES:
            if not key.startswith(_OPEN):
                yield f"ninjs: an association has an unknown property `{key[:40]}`"


def _associated(item: Item) -> list[Item]:
    found = item.get("associations")
    entries = list(found.values()) if isinstance(found, Mapping) else found if isinstance(found, list) else []
    return [one for one in entries if isinstance(one, Mapping)]


def _rights(item: Item) -> Iterator[str]:
    if "linkedrights" in item or "encodedrights" in item:
        yield "ninjs: rights stand outside of `rightsinfo`"
    rights = item.get("rightsinfo") or item.get("rightsInfo")
    stated = {key.lower() for key in rights} if isinstance(rights, Mapping) else set()
    if {"linkedrights", "encodedrights"} <= stated:
        yield "ninjs: rights are both linked and encoded"
