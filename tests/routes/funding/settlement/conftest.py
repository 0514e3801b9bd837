"""Settlements are tested with the treasury that paid advances on their awards."""

from tests.routes.funding.payments.conftest import treasury

__all__ = ["treasury"]
