"""What a process loads at its start stays as long as it runs: the garbage collector is spared it."""

import gc
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def lasting() -> Iterator[None]:
    """What is made within is never garbage: it is not looked through while it grows, nor ever after.

    Looking through all that modules, routes and columns are made of makes an import a seventh longer, and
    each full collection later a pause for every request.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def load(module: str) -> ModuleType:
    """What a process is to run, with all that it imports."""
    with lasting():
        return importlib.import_module(module)
