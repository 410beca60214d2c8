"""Where raw articles come from: each source yields them, and is told when one is safely stored.

A folder (`monitor.sources.folder`) is a source in three layers: `scan` and `look` read the disk in threads, `ledger`,
`agenda` and `names` decide without it, and `FolderSource` joins them on the event loop.
"""

from monitor.sources.folder import FolderSource, Put

__all__ = ["FolderSource", "Put"]
