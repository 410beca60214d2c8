"""The real process against everything at once: kill -9 at random moments, hostile servers, a clock that is set, a
database that is locked, a disk that is full, folders and files that go and come. `bill` makes the account at the end.

    python -m tests.chaos --kills 1000      # the long form: `make chaos`
    pytest tests/chaos                      # the short one, in CI
"""
