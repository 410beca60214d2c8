"""How long to fuzz: short among the tests, long in `make fuzz`, which sets FUZZ_EXAMPLES."""

from __future__ import annotations

import os
from datetime import timedelta

from hypothesis import HealthCheck, settings


def fuzz(short: int) -> settings:
    """So many examples, or as many as FUZZ_EXAMPLES says. What takes longer than a minute has hung."""
    return settings(
        max_examples=int(os.environ.get("FUZZ_EXAMPLES", str(short))),
        deadline=timedelta(minutes=1),
        suppress_health_check=[HealthCheck.too_slow],
    )
