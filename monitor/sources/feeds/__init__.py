"""Feeds of the web as a source: an OPML file lists them, each is asked again and again, and what is new in it is taken.

Pure: `opml` (the list), `agenda` (who is asked next, politely), `polling` (what an answer means), `headers`; but for
its log `documents` (what an answer holds). I/O: `listing` (the list's file), `fetch` (one request), `turns` (whose it
is), `pages` (what teasers lead to), `taking` (news, until they are stored), `source` (the loop). `docs/feeds.md` tells
users.
"""

from monitor.sources.feeds.agenda import Hosts
from monitor.sources.feeds.fetch import Fetcher
from monitor.sources.feeds.needs import Memory
from monitor.sources.feeds.source import FeedSource

__all__ = ["FeedSource", "Fetcher", "Hosts", "Memory"]
