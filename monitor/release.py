"""Which version of the monitor runs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def release() -> str:
    """The version that is installed; `from a checkout` where the code runs from its folder."""
    try:
        return version("news-monitor")
    except PackageNotFoundError:
        return "from a checkout"
