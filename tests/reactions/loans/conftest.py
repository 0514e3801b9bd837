"""The desk of the loans service, and the quarters of a guarantee."""

from tests.routes.loans.desk import desk
from tests.routes.loans.quarters import premiums

__all__ = ["desk", "premiums"]
