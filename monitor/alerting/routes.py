"""Who hears of an alert: the routes of monitor.yml, and a rule's own `notify`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.config import EmailReceiver, MonitorSettings, Receiver, Route
from monitor.model.article import Article
from monitor.rules.compiled import Rule

RULE_NOTIFY = "notify"  # stands for the route where the rule itself names its receivers


@dataclass(frozen=True, slots=True)
class Assignment:
    """One recipient who is told at once, and the route that says so."""

    receiver: str
    recipient: str
    route: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody who hears of an alert: recipients at once, and the digests that collect it. No one is in it twice."""

    at_once: tuple[Assignment, ...]
    digests: tuple[str, ...]


def audience(rule: Rule, article: Article, settings: MonitorSettings) -> Audience:
    """The first route that fits decides, and the next ones as long as it says `continue`. `notify` in the rule takes
    the place of the routes' receivers; their digests still collect the alert."""
    fitting = list(fitting_routes(rule, article, settings.routes))
    told = [(receiver, RULE_NOTIFY) for receiver in rule.notify if receiver in settings.receivers]
    if not told:  # the rule names nobody, or only receivers that are gone: an alert must reach somebody
        told = [(receiver, name) for name, route in fitting for receiver in route.to]
    at_once = _each_once(
        Assignment(receiver, recipient, route)
        for receiver, route in told
        for recipient in recipients(settings.receivers[receiver])
    )
    digests = dict.fromkeys(route.digest for _, route in fitting if route.digest in settings.digests)
    return Audience(at_once, tuple(name for name in digests if name))


def fitting_routes(rule: Rule, article: Article, routes: Sequence[Route]) -> Iterator[tuple[str, Route]]:
    """The routes that apply, in order, each with the name it goes by."""
    for number, route in enumerate(routes, 1):
        if not fits(route, rule, article):
            continue
        yield _name(number, route), route
        if not route.continue_:
            return


def route_names(routes: Sequence[Route]) -> Iterator[tuple[str, Route]]:
    """All routes, each with the name it goes by."""
    return ((_name(number, route), route) for number, route in enumerate(routes, 1))


def route_named(name: str, routes: Sequence[Route]) -> Route | None:
    """The route that goes by this name; None where there is none (any more), as for a rule's own `notify`."""
    return next((route for known, route in route_names(routes) if known == name), None)


def _name(number: int, route: Route) -> str:
    return route.name or f"route {number}"


def fits(route: Route, rule: Rule, article: Article) -> bool:
    """Whether all that the route names holds. A source is met by its configured name or by who published it."""
    sources = {article.id.source.casefold(), article.source.casefold()}
    return (
        (not route.severity or rule.severity in route.severity)
        and (not route.tag or bool(set(route.tag) & set(rule.tags)))
        and (not route.rule or rule.id in route.rule)
        and (not route.source or any(source.casefold() in sources for source in route.source))
    )


def recipients(receiver: Receiver) -> tuple[str, ...]:
    """Each address of an e-mail receiver; other receivers have one recipient without a name."""
    return tuple(dict.fromkeys(receiver.to)) if isinstance(receiver, EmailReceiver) else ("",)


def _each_once(assignments: Iterator[Assignment]) -> tuple[Assignment, ...]:
    """One message a person, also where two receivers or two routes name the same address."""
    seen: dict[str, Assignment] = {}
    for assignment in assignments:
        seen.setdefault(assignment.recipient.casefold() or f"\0{assignment.receiver}", assignment)
    return tuple(seen.values())
