"""The door for other programs: the `http:` of monitor.yml."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import Annotated

from pydantic import AfterValidator, Field

from monitor.config.base import Settings


def address(listen: str) -> tuple[str, int]:
    """Host and port of `HOST:PORT` or `[IPv6]:PORT`. Raises ValueError for anything else."""
    host, _, port = listen.rpartition(":")
    if not port.isascii() or not port.isdigit() or int(port) > 65535 or not host:
        raise ValueError(f"must be an address and a port, such as `127.0.0.1:8080`, not `{listen}`")
    bare = host.removeprefix("[").removesuffix("]")
    if (bare != host) != isinstance(_ip(bare), IPv6Address):
        raise ValueError(f"must have an IPv6 address in brackets, such as `[::1]:8080`, not `{listen}`")
    return bare, int(port)


def _ip(host: str) -> object:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _checked(listen: str) -> str:
    address(listen)
    return listen


class HttpSettings(Settings):
    """What answers `POST /articles`, `/healthz`, `/readyz` and `/metrics`. TLS is a reverse proxy's business."""

    listen: Annotated[str, AfterValidator(_checked)] = Field(
        "127.0.0.1:8080", description="Address and port; port 0 is any that is free."
    )
    most_waiting: int = Field(
        64, ge=1, le=1000, description="Articles that may wait to be stored; more are answered 429."
    )
    body_seconds: float = Field(30.0, gt=0, description="How long a sender may take for an article.")
