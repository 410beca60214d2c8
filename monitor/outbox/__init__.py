"""From the outbox to the receivers: claim, held?, render, send, settle; and the digests that fill it by the clock."""

from monitor.outbox.digests import Digests
from monitor.outbox.ports import Deliverer, Outlets, Renderer
from monitor.outbox.worker import Worker

__all__ = ["Deliverer", "Digests", "Outlets", "Renderer", "Worker"]
