"""Processes that share work, and how a command stops when a person asks it to."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable
from multiprocessing.pool import Pool
from typing import TypeVar

T = TypeVar("T")


def _leave_stopping_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def workers(processes: int) -> Pool:
    """Fresh processes, to be used in a `with`, at whose end they are gone; Ctrl-C reaches the parent alone."""
    return multiprocessing.get_context("spawn").Pool(max(1, processes), initializer=_leave_stopping_to_the_parent)


def stoppable(use: Callable[[T], None]) -> Callable[[T], None]:
    """The command, ended by Ctrl-C with one sentence and exit code 130 instead of a traceback."""

    def run(given: T) -> None:
        try:
            use(given)
        except KeyboardInterrupt:
            print("\nstopped; features computed so far are kept, and the same command goes on from them", file=sys.stderr)
            raise SystemExit(130) from None

    return run
