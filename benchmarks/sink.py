"""An SMTP server in a process of its own that notes when each mail was accepted: `python -m benchmarks.sink FILE`.

Prints its port, then writes `seconds token` lines to FILE, the moment before it answers 250. The token is the first
`token-NNNN` in the mail, so that the sender can say which article it was.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from pathlib import Path
from typing import TextIO

from aiosmtpd.smtp import SMTP, Envelope, Session

_TOKEN = re.compile(rb"token-\d+")


class Sink:
    """Accepts everything."""

    def __init__(self, notes: TextIO) -> None:
        self._notes = notes

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        found = _TOKEN.search(content)
        self._notes.write(f"{time.time():.6f} {found.group().decode() if found else '-'}\n")
        self._notes.flush()
        return "250 accepted"


async def serve(notes: TextIO) -> None:
    """Listen on a free port until killed."""
    sink = Sink(notes)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(sink), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    with Path(sys.argv[1]).open("w") as notes:
        asyncio.run(serve(notes))


if __name__ == "__main__":
    main()
