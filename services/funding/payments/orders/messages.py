"""A file of payment orders as ISO 20022 `pain.001.001.09` (CustomerCreditTransferInitiation). Pure.

The characters are those of the EPC (EPC217-08): letters with accents lose them, others become a point.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC
from xml.etree import ElementTree as ET

from services.funding.payments.orders.models import PaymentFile, PaymentOrder

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
MEDIA_TYPE = "application/xml"
NAME_MAX, REMITTANCE_MAX = 70, 140
OUTSIDE = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


def written(payment_file: PaymentFile, orders: Sequence[PaymentOrder]) -> bytes:
    """The file, always the same for the same rows; orders in the order of their advances."""
    root = ET.Element("Document", {"xmlns": NAMESPACE})
    message = ET.SubElement(root, "CstmrCdtTrfInitn")
    _add(message, "GrpHdr/MsgId", payment_file.id.hex)
    _add(message, "GrpHdr/CreDtTm", f"{payment_file.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    _totals(message, "GrpHdr", payment_file)
    _add(message, "GrpHdr/InitgPty/Nm", plain(payment_file.debtor_name, NAME_MAX))
    _add(message, "PmtInf/PmtInfId", payment_file.id.hex)
    _add(message, "PmtInf/PmtMtd", "TRF")
    _totals(message, "PmtInf", payment_file)
    _add(message, "PmtInf/PmtTpInf/SvcLvl/Cd", "SEPA")
    _add(message, "PmtInf/ReqdExctnDt/Dt", payment_file.execution_on.isoformat())
    _add(message, "PmtInf/Dbtr/Nm", plain(payment_file.debtor_name, NAME_MAX))
    _add(message, "PmtInf/DbtrAcct/Id/IBAN", payment_file.debtor_iban)
    _add(message, "PmtInf/DbtrAgt/FinInstnId/Othr/Id", "NOTPROVIDED")
    _add(message, "PmtInf/ChrgBr", "SLEV")
    payment = message[-1]
    for each in sorted(orders, key=lambda order: order.advance_id):
        payment.append(_transaction(each))
    found: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return found


def plain(text: str, most: int) -> str:
    """A text in the characters that every bank in the SEPA takes, of at most so many."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return OUTSIDE.sub(".", letters).strip()[:most].strip() or "."


def _transaction(order: PaymentOrder) -> ET.Element:
    found = ET.Element("CdtTrfTxInf")
    _add(found, "PmtId/EndToEndId", order.advance_id.hex)
    _add(found, "Amt/InstdAmt", _euros(order.amount_cents)).set("Ccy", "EUR")
    _add(found, "Cdtr/Nm", plain(order.holder, NAME_MAX))
    _add(found, "CdtrAcct/Id/IBAN", order.iban)
    _add(found, "RmtInf/Ustrd", plain(order.remittance, REMITTANCE_MAX))
    return found


def _totals(message: ET.Element, part: str, payment_file: PaymentFile) -> None:
    _add(message, f"{part}/NbOfTxs", str(payment_file.transactions))
    _add(message, f"{part}/CtrlSum", _euros(payment_file.control_sum_cents))


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _add(parent: ET.Element, path: str, text: str) -> ET.Element:
    """An element at a path; what is on the way and is not there yet comes last."""
    for name in path.split("/"):
        found = parent.find(name)
        parent = ET.SubElement(parent, name) if found is None else found
    parent.text = text
    return parent
