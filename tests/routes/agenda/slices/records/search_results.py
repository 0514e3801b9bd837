"""Search in the matrix."""

from tests.routes.matrix import Slice

SLICE = Slice(public="search")
