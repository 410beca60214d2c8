"""The door for other programs, in the process and on its event loop: `POST /articles`, `/healthz`, `/readyz` and
`/metrics`.

The only importer of starlette and uvicorn. `server` listens, `application` says what answers where, and each answer is
a file of its own. A fault is told as problem+json (RFC 9457).
"""

from monitor.web.application import application
from monitor.web.articles import Desk
from monitor.web.senders import Senders
from monitor.web.server import Server

__all__ = ["Desk", "Senders", "Server", "application"]
