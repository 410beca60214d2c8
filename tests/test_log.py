"""Logs: one JSON object a line for machines, text for people, and no password in either."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from pydantic import SecretStr

from monitor import log

PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Logging is the process's: give back what the other tests had."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    yield
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    structlog.reset_defaults()


def logged(mode: str = "auto", **values: object) -> str:
    out = io.StringIO()
    log.configure(mode, out)  # type: ignore[arg-type]
    structlog.get_logger().info("article stored", **values)
    return out.getvalue()


def test_a_pipe_gets_json() -> None:
    line = json.loads(logged(article="seeds:ñ.txt", count=3))
    assert (line["event"], line["level"], line["article"], line["count"]) == (
        "article stored",
        "info",
        "seeds:ñ.txt",
        3,
    )
    assert line["timestamp"].endswith("Z")


def test_people_get_text() -> None:
    line = logged("text", article="seeds:a.txt")
    assert "article stored" in line
    assert "article=seeds:a.txt" in line


def test_libraries_log_in_the_same_form() -> None:
    out = io.StringIO()
    log.configure("json", out)
    logging.getLogger("aiohttp.client").warning("slow %s", "server")
    logging.getLogger("apscheduler.scheduler").info("chatter")
    (line,) = out.getvalue().splitlines()
    assert (json.loads(line)["event"], json.loads(line)["level"]) == ("slow server", "warning")


@pytest.mark.parametrize("mode", ["json", "text"])
def test_no_password_is_logged(mode: str) -> None:
    address = f"postgresql://monitor:{PASSWORD}@db/monitor"
    out = logged(mode, store=address, secret=SecretStr(PASSWORD), detail=f"cannot reach {address} now")
    assert PASSWORD not in out
    assert "db/monitor" in out


@pytest.mark.parametrize("mode", ["json", "text"])
def test_a_traceback_is_one_event_without_passwords(mode: str) -> None:
    out = io.StringIO()
    log.configure(mode, out)  # type: ignore[arg-type]
    try:
        int(f"smtp://m:{PASSWORD}@mail")
    except ValueError:
        structlog.get_logger().exception("send failed")
    assert PASSWORD not in out.getvalue()
    assert "ValueError" in out.getvalue()
