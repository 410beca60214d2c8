"""For all tests: no property is timed, since machines are shared; speed is what the benchmarks are for."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
