"""Open data in the matrix."""

from tests.routes.matrix import Slice

SLICE = Slice(public="describe_datasets download_dataset read_dataset")
