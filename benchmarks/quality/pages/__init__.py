"""Fifty pages made to look like those of ten large sites, and what is to be read from them.

`sites/NAME.html` is the site's mark-up as a Jinja template, `sites/NAME.yml` five articles with all that is expected of
them. The articles are invented. `unseen` has six pages of two more sites, which were written after the reader had been
mended for the others; docs/quality.md tells what they showed. `python -m benchmarks.quality.pages` compares the monitor
with trafilatura alone.
"""

from benchmarks.quality.pages.made import SITES, UNSEEN, Block, Page, pages

__all__ = ["SITES", "UNSEEN", "Block", "Page", "pages"]
