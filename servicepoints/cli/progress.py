"""A bar on stderr for what takes a while; stdout stays for the report."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

SHOWN_FROM = 500
"""Rows; less is done before one could look."""


@contextmanager
def bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """A function to be told (done, in all); the bar shows itself when there is much to do and a terminal to
    show it on."""
    console = Console(stderr=True)
    if not console.is_terminal:  # a hidden bar would still leave an empty line in a log
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=False) as progress:
        task = progress.add_task(words, visible=False, total=None)

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, visible=total >= SHOWN_FROM)

        yield tell
