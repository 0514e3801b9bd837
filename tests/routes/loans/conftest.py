"""The desk of the loans service."""

from tests.routes.loans.desk import desk

__all__ = ["desk"]
