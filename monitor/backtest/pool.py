"""Gives batches to processes, and their results back in order."""

from __future__ import annotations

import gc
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Self, TypeVar

from monitor.backtest.work import Worker

B = TypeVar("B")
R = TypeVar("R")

_AHEAD = 4  # batches under way for each process: enough that none waits, few enough to hold
_START = "fork" if sys.platform == "linux" else "spawn"
"""A forked process has the engines at once; elsewhere forking is unsafe beside the system's own threads, and a process
builds them anew, some seconds long."""


class Pool:
    """As many processes as `jobs`; with one, everything is done here. To be closed; what is under way is then given up.

    Made anew for other engines: a forked process has what was there when it began.
    """

    def __init__(self, worker: Worker, jobs: int) -> None:
        self._worker = worker
        self._jobs = jobs
        self._executor = (
            None
            if jobs == 1
            else ProcessPoolExecutor(jobs, get_context(_START), initializer=_begin, initargs=(worker,))
        )

    def __enter__(self) -> Self:
        gc.freeze()  # rules and lists are half a million objects: a collection takes 0.2 s, in a fork it copies them
        if self._executor:  # begun before whoever gives the batches begins threads: these and a fork don't go together
            self._executor.submit(_ready).result()
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor:
            self._executor.shutdown(wait=True, cancel_futures=True)
        gc.unfreeze()

    def each(self, task: Callable[[Worker, B], R], batches: Iterable[B]) -> Iterator[R]:
        """The task's result for each batch, in order. The task must be a function that a module has by name."""
        if self._executor is None:
            for batch in batches:
                yield task(self._worker, batch)
            return
        under_way: deque[Future[R]] = deque()
        for batch in batches:
            under_way.append(self._executor.submit(_do, task, batch))
            if len(under_way) >= self._jobs * _AHEAD:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


_workers: list[Worker] = []
"""The one of this process."""


def _begin(worker: Worker) -> None:
    """Ctrl-C is for the process that asked: it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _workers[:] = [worker]


def _ready() -> None:
    return


def _do(task: Callable[[Worker, B], R], batch: B) -> R:
    return task(_workers[0], batch)
