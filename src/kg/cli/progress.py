"""How much of a long work is done, on standard error, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from kg.cli.group import language


@contextmanager
def share(zh: str, en: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar; call what this gives with how much is done, and of how much. None: no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(en if language() == "en" else zh)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def progress(total: int, zh: str, en: str) -> Iterator[Callable[[], None]]:
    """Show the same for things that are counted, and only for more than one."""
    if total < 2:
        yield lambda: None
        return
    done = count(1)
    with share(zh, en) as show:
        yield lambda: show(next(done), total) if show else None
