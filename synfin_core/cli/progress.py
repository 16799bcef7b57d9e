"""The progress bar on stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


@contextmanager
def progress_bar(hidden: bool) -> Iterator[Callable[[int, int], None]]:
    """Gives a function that takes rows done and rows in all; draws only where somebody is looking."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.completed:,} of {task.total:,} rows"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=hidden or not console.is_terminal) as bar:
        task = bar.add_task("rows", total=1, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)
