"""Which story an article joins: that of the text it repeats, that of its own earlier version, or a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from monitor.model.article import Article
from monitor.stories.headlines import compatible


class KnownStory(Protocol):
    """A story as the store knows it: its id and the headline it began under."""

    @property
    def id(self) -> str: ...
    @property
    def headline(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Membership:
    """The story an article belongs to. `new`: the article begins it. `copy`: it repeats the text of another."""

    story_id: str
    new: bool = False
    copy: bool = False


def place(article: Article, same_text: Iterable[KnownStory], earlier: KnownStory | None, new_id: str) -> Membership:
    """Decide the story of an article.

    `same_text` are the stories with its fingerprint, `earlier` the story of the version before it. A changed file stays
    in its story as long as its headline is compatible: mending a comma is no news, but a file that a feed overwrites
    with the next report is. A marked correction joins the story it corrects and is no copy.
    """
    headline = article.headline
    if earlier is not None and compatible(headline, earlier.headline):
        return Membership(earlier.id)
    if not article.correction:
        for story in same_text:
            if compatible(headline, story.headline):
                return Membership(story.id, copy=earlier is None or story.id != earlier.id)
    return Membership(new_id, new=True)
