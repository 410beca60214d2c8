"""What `doctor` finds at the address of `http`: our door, another program's, or nobody."""

from __future__ import annotations

import http.client
import json
import os
import socket
from collections.abc import Iterator
from contextlib import closing

from monitor.cli.machine import Finding, Verdict
from monitor.config import MonitorSettings, address

_SECONDS = 5.0
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def door(settings: MonitorSettings) -> Iterator[Finding]:
    """Whether programs that post are answered, or would be once the daemon runs."""
    if settings.http is None:
        return
    host, port = address(settings.http.listen)
    what = f"http {settings.http.listen}"
    try:
        status, body = _ask(_EVERYWHERE.get(host, host), port)
    except ConnectionRefusedError:
        yield _free(what, host, port)
    except (OSError, http.client.HTTPException) as error:
        yield Finding(Verdict.FAIL, what, f"does not answer as it should: {error or type(error).__name__}", _OTHER)
    else:
        yield _judged(what, status, body)


_OTHER = "another program may have the port: choose another `listen`, or stop that one"


def _ask(host: str, port: int) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection(host, port, timeout=_SECONDS)) as connection:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, answer.read(10_000)


def _judged(what: str, status: int, body: bytes) -> Finding:
    try:
        told = json.loads(body)
        state, why = told["status"], "; ".join(told.get("why", []))
    except (ValueError, KeyError, TypeError):
        return Finding(Verdict.FAIL, what, f"another program answers there ({status})", _OTHER)
    if status == http.client.OK:
        return Finding(Verdict.OK, what, f"answers: {state}")
    return Finding(Verdict.FAIL, what, f"answers: {state}: {why}", "articles that are posted now have to wait")


def _free(what: str, host: str, port: int) -> Finding:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        return Finding(Verdict.FAIL, what, f"cannot be had: {_why(error)}", "choose another `listen`")
    return Finding(Verdict.OK, what, "is free: nobody answers there before the daemon runs")


def _why(error: OSError) -> str:
    """In the system's own words: the library adds the address, in Python's."""
    return os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
