"""The same work on many things, in this process or in others.

Any executor with the interface of concurrent.futures will do, so a cluster's (Dask's, say) can take
the place of local processes. Results come in the order of the things, whoever made them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")


def spread(
    work: Callable[[Sequence[_T]], list[_R]],
    things: Sequence[_T],
    executor: Executor | None,
    size: int,
) -> Iterator[_R]:
    """`work` on chunks of `size` things. It must be picklable where the executor is not None."""
    chunks = [things[at : at + size] for at in range(0, len(things), size)]
    for results in executor.map(work, chunks) if executor else map(work, chunks):
        yield from results


def processes(workers: int) -> AbstractContextManager[Executor | None]:
    """An executor of so many local processes; None for a single one, which needs no other."""
    return ProcessPoolExecutor(workers) if workers > 1 else nullcontext()
