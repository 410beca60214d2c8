"""The door for other programs, in the process and on its event loop: `POST /articles`, `/healthz`, `/readyz` and
`/metrics`.

The only importer of starlette, uvicorn and prometheus_client. `server` listens, `door` says what answers where, and
each answer is a file of its own. A fault is told as problem+json (RFC 9457).
"""

from monitor.web.door import Door, Process
from monitor.web.metrics import Figures, SourceFigures

__all__ = ["Door", "Figures", "Process", "SourceFigures"]
