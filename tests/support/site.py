"""A site on a thread of its own, for tests whose monitor is another process or loop: pages with ETags."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Site:
    """`pages` are what is at each path; `asked` says of each request which path it was for, or that it was known."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = site.pages.get(self.path)
                etag = f'"{hashlib.sha256(body or b"").hexdigest()}"'
                known = self.headers["If-None-Match"] == etag
                site.asked.append("known" if known else self.path)
                self.send_response(404 if body is None else 304 if known else 200)
                self.send_header("ETag", etag)
                self.send_header("Content-Length", str(0 if known else len(body or b"")))
                self.end_headers()
                if body and not known:
                    self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def site() -> Iterator[Site]:
    """At a free port of loopback."""
    made = Site()
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
