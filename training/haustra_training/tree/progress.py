"""How far a command is, on a terminal."""

from __future__ import annotations

import sys
import time


class Progress:
    """One line on stderr that is written over: done, of how many, time left. Says nothing where stderr is no terminal."""

    def __init__(self, what: str, of: int) -> None:
        self.what, self.of, self.began, self.shown = what, of, time.monotonic(), sys.stderr.isatty()

    def at(self, done: int) -> None:
        """`done` from 1 up to `of`; the line ends there."""
        if self.shown and done > 0:
            left = (time.monotonic() - self.began) / done * (self.of - done)
            end = "\n" if done >= self.of else ""
            print(f"\r{self.what}: {done} of {self.of}, {left / 60:.1f} minutes left  ", end=end, file=sys.stderr, flush=True)
