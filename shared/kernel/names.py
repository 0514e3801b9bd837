"""Names as whoever reads from outside meets them: camelCase, wherever they come from.

Columns, files and stored values keep snake_case. Codes, media types and single words stay as they are, and
so does what was renamed before.
"""

import re
from functools import lru_cache
from typing import Any

from pydantic.alias_generators import to_camel

SNAKE = re.compile("[a-z][a-z0-9]*(_[a-z0-9]+)+")


@lru_cache(maxsize=4096)
def camel(name: str) -> str:
    """A name as it is read outside."""
    return to_camel(name) if SNAKE.fullmatch(name) else name


def named_outside(value: Any) -> Any:
    """A value with all names in it, however deep, as they are read outside."""
    if isinstance(value, list):
        return [named_outside(each) for each in value]
    if isinstance(value, dict):
        return {camel(name): named_outside(each) for name, each in value.items()}
    return value
