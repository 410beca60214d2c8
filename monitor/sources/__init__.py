"""Where raw articles come from: each source yields them, and is told when one is safely stored.

`contract` says what each is to the rest of the monitor, `build` makes them from the settings. A folder
(`monitor.sources.folder`) is a source in three layers: `scan` and `look` read the disk in threads, `ledger`, `agenda`
and `names` decide without it, and `FolderSource` joins them on the event loop. `monitor.sources.feeds` asks the web;
what is posted goes through `push`; `linewise` cuts what `stdin` reads.

The sources themselves are imported from their modules: every command asks this package what a file is called, and few
have to wait until a client of the web is imported.
"""

from monitor.sources.contract import Put, Source

__all__ = ["Put", "Source"]
