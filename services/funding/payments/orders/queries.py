"""The orders of a file."""

from uuid import UUID

from sqlalchemy import Select, select

from services.funding.payments.orders.models import PaymentOrder


def of_file(payment_file_id: UUID) -> Select[PaymentOrder]:
    """Every transaction of a file."""
    return select(PaymentOrder).filter_by(payment_file_id=payment_file_id).order_by(PaymentOrder.advance_id)
