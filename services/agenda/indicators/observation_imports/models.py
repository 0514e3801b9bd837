"""Imports of observations from a file, line by line, and what is wrong with the lines."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, Numeric, Table, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.agenda.entity import Entity
from services.agenda.indicators.observations.models import KEY, Observation
from shared.store.entity import refers_to


class Status(StrEnum):
    """States of an import: announced, then read from line to line, then all of it stored, or nothing."""

    ANNOUNCED = "ANNOUNCED"
    READING = "READING"
    STORED = "STORED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


class ObservationImport(Entity):
    """A file of observations (waarnemingen inlezen; A10, B5, B26): all of its lines are stored, or none.

    `lines` counts the lines of the file with its heading, `lines_read` those that were looked at; a line that
    an export marks as an older revision is skipped. A value that is stored already is unchanged. `same` and
    `columns` are what its announcement says of all lines, and of the names of the columns.
    """

    __tablename__ = "observation_import"
    __table_args__ = (Index("ix_observation_import_reading", "id", postgresql_where="status = 'READING'"),)

    file_name: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[str]
    same: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, server_default="{}")
    columns: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, server_default="{}")
    decimal_mark: Mapped[str | None] = mapped_column(default=None)
    status: Mapped[Status] = mapped_column(default=Status.ANNOUNCED)
    content_key: Mapped[str | None] = mapped_column(default=None, unique=True)
    received_on: Mapped[date | None] = mapped_column(default=None)
    lines: Mapped[int] = mapped_column(default=0)
    lines_read: Mapped[int] = mapped_column(default=0)
    skipped_count: Mapped[int] = mapped_column(default=0)
    problem_count: Mapped[int] = mapped_column(default=0)
    new_count: Mapped[int] = mapped_column(default=0)
    revised_count: Mapped[int] = mapped_column(default=0)
    unchanged_count: Mapped[int] = mapped_column(default=0)
    withdrawal_reason: Mapped[str | None] = mapped_column(default=None)


class ImportProblem(Entity):
    """What is wrong with one line of an import (fout): the column, or all of it, and how to mend it."""

    __tablename__ = "import_problem"
    __table_args__ = (Index("ix_import_problem_import_id_line", "import_id", "line", "id"),)

    import_id: Mapped[UUID] = mapped_column(refers_to(ObservationImport.id))
    line: Mapped[int]
    column: Mapped[str | None]
    code: Mapped[str]
    detail: Mapped[str]
    detail_nl: Mapped[str | None] = mapped_column(default=None)  # of earlier ones it is not known


OBSERVATION = Observation.__table__.c
# the lines that can be read, until the import has ended
LINE = Table(
    "observation_import_line",
    Entity.metadata,
    Column("import_id", Uuid, primary_key=True),
    Column("line", BigInteger, primary_key=True),
    Column("code", Text, nullable=False),
    Column("edition", BigInteger, nullable=False),
    Column("area_code", Text, nullable=False),
    Column("year", BigInteger, nullable=False),
    Column("price_basis", OBSERVATION.price_basis.type, nullable=False),
    Column("value", Numeric, nullable=False),
    Column("status", OBSERVATION.status.type, nullable=False),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=True),
    Index(
        "ix_observation_import_line_key",
        "import_id",
        *(*KEY, "line"),
    ),
)
