"""Documents and comments on any record."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "comment",
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum("INTERNAL", "PARTNERS", "PUBLIC", name="visibility", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("addressee", sa.Text(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("PLACED", "WITHDRAWN", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("withdrawn_text", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_owner"), "comment", ["owner"], unique=False)
    op.create_index("ix_comment_subject", "comment", ["subject_kind", "subject_id", "id"], unique=False)
    op.create_table(
        "document",
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum("INTERNAL", "PARTNERS", "PUBLIC", name="visibility", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("ANNOUNCED", "AVAILABLE", "WITHDRAWN", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("first_bytes", sa.Text(), nullable=True),
        sa.Column("regime", sa.Text(), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("upload_due_on", sa.Date(), nullable=True),
        sa.Column("content_key", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'AVAILABLE' or content_key is not null", name=op.f("ck_document_has_its_content")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("content_key", name=op.f("uq_document_content_key")),
    )
    op.create_index(
        "ix_document_awaited",
        "document",
        ["upload_due_on"],
        unique=False,
        postgresql_where="status = 'ANNOUNCED'",
    )
    op.create_index(op.f("ix_document_owner"), "document", ["owner"], unique=False)
    op.create_index("ix_document_subject", "document", ["subject_kind", "subject_id", "id"], unique=False)
