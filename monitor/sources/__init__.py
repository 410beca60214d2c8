"""Where raw articles come from: each source yields them, and is told when one is safely stored.

`contract` says what each is to the rest of the monitor, `build` makes them from the settings. A folder
(`monitor.sources.folder`) is a source in three layers: `scan` and `look` read the disk in threads, `ledger`, `agenda`
and `names` decide without it, and `FolderSource` joins them on the event loop. `monitor.sources.feeds` asks the web;
what is posted goes through `push`; `linewise` cuts what `stdin` reads.
"""

from monitor.sources.build import open_source
from monitor.sources.contract import Put, Source
from monitor.sources.feeds import FeedSource, Hosts
from monitor.sources.folder import FolderSource
from monitor.sources.push import PushSource
from monitor.sources.stdin import StdinSource

__all__ = ["FeedSource", "FolderSource", "Hosts", "PushSource", "Put", "Source", "StdinSource", "open_source"]
