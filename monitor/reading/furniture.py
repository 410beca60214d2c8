"""What stands on a page around its article: menus, newsletter boxes, paywalls, teasers, adverts, buttons to share.

Told by the roles and names that their elements have: sites name them much alike, for their own style sheets. Marked
and not taken away, since the page's metadata may stand in it. What holds the headline, or a good part of the page's
prose (its words outside links), is never furniture, whatever it is called; the latter loses its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from monitor.reading.xml import Element

MARK = "data-furniture"
"""The attribute of what is furniture."""
_ROLES = frozenset("navigation complementary banner contentinfo dialog alertdialog search toolbar note".split())
_TAGS = frozenset("nav aside footer form button dialog menu".split())
_NAMED = frozenset("div section ul ol figure figcaption header details a span table blockquote small".split())
_ATTRIBUTES = ("id", "class", "data-testid", "data-qa", "data-component", "data-area", "data-module", "aria-label")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SILENT = frozenset("script style noscript template".split())
_NO_PROSE = _SILENT | {"a", "button", "option"}
_SIGNS = re.compile(r"[^a-z0-9]+")
_NAMES = re.compile(
    r"(?<![a-z0-9])(?:newsletters?|pay-?wall|gate-?way|freemium|truncator|subscri(?:be|ption)s?|abo-?box|sign-?up|log-?in|"
    r"related(?!-to)|recommended|recommendations?|recirc(?:ulation)?|promos?|teasers?|trending|more-(?:on|info|from|stories)|"
    r"(?:most|mas|plus|meist)-(?:read|viewed|popular|watched|visto|leidos?|lus|gelesen)|(?:read|see|lire)-(?:next|more|also|aussi)|"
    r"rich-?link|page-list|bottom-of-article|in-?read|cookies?|consent|gdpr|shar(?:e|ing)|social(?:-?bar)?|tool-?bar|ads?|adverts?|advertisements?|ad-?slot|"
    r"sponsor(?:ed)?|outbrain|taboola|skip(?:-?link)?s?|breadcrumbs?|comments?|tag-?list|tags|topics|links-block|feedback|"
    r"author-bio|bio|caption|credits?|print|sign-off|standards|registration|upsell|countdown)(?![a-z0-9])"
)
_UNSEEN = re.compile(r"(?<![a-z0-9])(?:sr-only|visually-?hidden|screen-?reader(?:-text)?)(?![a-z0-9])")
_CLIPPED = re.compile(r"clip:\s*rect\(0|display:\s*none")
_ALONE = re.compile(
    r"(?:skip (?:to|past|advertisement)\b.*|advertisement|anzeige|publicité|publicidad|read more|supported by|"
    r"after newsletter promotion)",
    re.IGNORECASE,
)
_LARGEST_PART = 0.4
_LARGEST_PROSE = 800
_LONGEST_ALONE = 60
_DEEPEST = 200


def mark(page: Element, headline: Element | None) -> None:
    """Mark each element of furniture. Linear in the page."""
    body = next(page.iter("body"), page)
    most = min(_LARGEST_PROSE, _LARGEST_PART * _walk(body, lambda _one, _prose: None, 0))
    kept = set(headline.iterancestors()) | {headline} if headline is not None else set()

    def judge(one: Element, prose: int) -> None:
        if not _is_furniture(one):
            return
        if prose > most:
            _unname(one)
        elif one not in kept:
            one.set(MARK, "")

    _walk(body, judge, 0)


def _walk(element: Element, judge: Callable[[Element, int], None], depth: int) -> int:
    """Judge each element below, from the inside out; how many letters outside links there are."""
    prose = 0 if element.tag in _NO_PROSE else len((element.text or "").strip())
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SILENT and depth < _DEEPEST:
            within = _walk(child, judge, depth + 1)
            judge(child, within)
            prose += 0 if element.tag in _NO_PROSE else within
        prose += 0 if element.tag in _NO_PROSE else len((child.tail or "").strip())
    return prose


def _unname(one: Element) -> None:
    """Take the names away that would lead others astray: `teaser-content` around a whole article."""
    for key in _ATTRIBUTES:
        one.attrib.pop(key, None)


def _is_furniture(one: Element) -> bool:
    if one.tag in _TAGS or one.get("role") in _ROLES:
        return True
    if one.tag in _NAMED or "-" in one.tag:
        name = _name(one)
        if _NAMES.search(name) or _UNSEEN.search(name) or _CLIPPED.search(one.get("style") or ""):
            return True
    return one.tag in ("p", "a", "span") and _is_alone(one)


def _name(one: Element) -> str:
    words = " ".join(filter(None, (one.get(key) for key in _ATTRIBUTES)))
    return _SIGNS.sub("-", _CAMEL.sub("-", words).lower())


def _is_alone(one: Element) -> bool:
    """`Advertisement`, `Skip to content`, and nothing else."""
    text = " ".join("".join(one.itertext()).split())
    return len(text) <= _LONGEST_ALONE and bool(_ALONE.fullmatch(text))
