"""How each source is, from what the daemons last said of it and what the store holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.cli.times import to_second
from monitor.config import MonitorSettings
from monitor.storage.rows import DaemonRow


@dataclass(frozen=True, slots=True)
class SourceState:
    """`last`: when its last new article came. `articles` and `refused`: since the daemons started. `kept`: in the
    store. What only a daemon knows is empty without one."""

    name: str
    kind: str = ""
    place: str = ""
    last: datetime | None = None
    articles: int = 0
    refused: int = 0
    kept: int = 0
    waiting: int = 0
    troubles: Mapping[str, str] = field(default_factory=dict)


def states(
    daemons: Sequence[DaemonRow], kept: Mapping[str, tuple[int, datetime]], settings: MonitorSettings | None
) -> list[SourceState]:
    """Every source that the settings name, that a daemon watches, or of which something is kept."""
    chosen = settings.named_sources() if settings else {}
    said = [daemon.summary.get("sources", {}) for daemon in daemons]
    names = dict.fromkeys([*chosen, *(name for each in said for name in each), *kept])
    kinds = {name: source.kind for name, source in chosen.items()}
    return [
        _state(name, [each[name] for each in said if name in each], kept.get(name), kinds.get(name, ""))
        for name in names
    ]


def _state(name: str, said: Sequence[Mapping[str, Any]], kept: tuple[int, datetime] | None, kind: str) -> SourceState:
    lasts = [datetime.fromisoformat(each["last"]) for each in said if each["last"]] + ([kept[1]] if kept else [])
    return SourceState(
        name=name,
        kind=kind or next((each["kind"] for each in said), ""),
        place=next((each["place"] for each in said), ""),
        last=max(lasts, default=None),
        articles=sum(each["articles"] for each in said),
        refused=sum(sum(each["refused"].values()) for each in said),
        kept=kept[0] if kept else 0,
        waiting=sum(each["waiting"] for each in said),
        troubles={path: why for each in said for path, why in each["troubles"].items()},
    )


def lines(state: SourceState) -> Iterator[str]:
    """For people: one line, and one for each trouble."""
    last = f"last gave {to_second(state.last)}" if state.last else "has given nothing"
    counts = [f"{state.articles} since the start", f"{state.kept} kept"]
    counts += [f"{many} {what}" for many, what in ((state.refused, "refused"), (state.waiting, "waiting")) if many]
    what = ": ".join(filter(None, (state.kind, state.place)))
    kind = f" ({what})" if what else ""
    yield f"source {state.name}{kind}: {last}; {', '.join(counts)}"
    for path, why in state.troubles.items():
        yield f"  trouble: {f'{path}: ' if path else ''}{why}"
