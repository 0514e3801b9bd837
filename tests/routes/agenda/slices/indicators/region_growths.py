"""Growth by region in the matrix."""

from tests.routes.matrix import Slice

SLICE = Slice(public="compare_growth")
