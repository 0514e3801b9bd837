"""The ids, numbers and moments that the examples of our events share."""

from datetime import UTC, datetime
from uuid import UUID

AGENDA = UUID("01890a5d-ac96-774b-bcce-b302099a8001")
CLUSTER = UUID("01890a5d-ac96-774b-bcce-b302099a8002")
PROJECT = UUID("01890a5d-ac96-774b-bcce-b302099a8003")
YEAR = UUID("01890a5d-ac96-774b-bcce-b302099a8004")
TRANCHE = UUID("01890a5d-ac96-774b-bcce-b302099a8005")
PLEDGE = UUID("01890a5d-ac96-774b-bcce-b302099a8006")
APPLICATION = UUID("01890a5d-ac96-774b-bcce-b302099a8007")
LOAN = UUID("01890a5d-ac96-774b-bcce-b302099a8008")
GUARANTEE = UUID("01890a5d-ac96-774b-bcce-b302099a8009")
REFUSAL = UUID("01890a5d-ac96-774b-bcce-b302099a8010")
MESSAGE = "01890a5d-ac96-774b-bcce-b302099a8011"
KVK_NUMBER = "68750110"
AT = datetime(2015, 3, 2, 9, 30, tzinfo=UTC)
