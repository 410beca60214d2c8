"""Figures for docs/performance.md: each module prints its own, `make bench` runs them all. Never part of the tests."""
