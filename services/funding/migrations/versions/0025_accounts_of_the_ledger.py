"""Accounts of the ledger, with what the entries before moved on them; days and causes of entries."""

import sqlalchemy as sa
from alembic import op

from shared.store.migrations import statements

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

LEGAL = "({} at time zone 'Europe/Amsterdam')::date"
SIDES = """
    with side (owner, code, booked_on, debit, credit) as (
        select owner, to_account, booked_on, amount_cents, 0 from ledger_entry
        union all select owner, from_account, booked_on, 0, amount_cents from ledger_entry
    )
"""
ACCOUNTS = f"""{SIDES}
    insert into ledger_account (id, owner, version, code, debit_cents, credit_cents)
    select uuidv7(), owner, 1, code, sum(debit), sum(credit) from side group by owner, code
"""  # noqa: S608  # all of it is written here
TURNOVER = f"""{SIDES}
    insert into ledger_turnover (owner, chart, booked_on, debit_cents, credit_cents, is_added_up)
    select owner, ledger_chart(code), booked_on, sum(debit), sum(credit), true from side group by 1, 2, 3
"""  # noqa: S608  # all of it is written here


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "ledger_account",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("debit_cents", sa.BigInteger(), nullable=False),
        sa.Column("credit_cents", sa.BigInteger(), nullable=False),
        sa.Column(
            "balance_cents",
            sa.BigInteger(),
            sa.Computed("debit_cents - credit_cents", persisted=True),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("least(debit_cents, credit_cents) >= 0", name=op.f("ck_ledger_account_turnover")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint("code", "owner", name=op.f("uq_ledger_account_code_owner")),
    )
    op.create_index(op.f("ix_ledger_account_changed_id"), "ledger_account", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_ledger_account_owner"), "ledger_account", ["owner"], unique=False)
    op.create_index(
        "ix_ledger_account_seen_by_changed_id", "ledger_account", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_ledger_account_seen_by_id", "ledger_account", ["owner", "id"], unique=False)
    for day in ("value_on", "booked_on"):
        op.add_column("ledger_entry", sa.Column(day, sa.Date(), nullable=True))
        # the table is written anew with the day of each entry, which no update may touch
        op.execute(f"alter table ledger_entry alter {day} type date using {LEGAL.format('booked_at')}")
        op.execute(f"alter table ledger_entry alter {day} set default {LEGAL.format('now()')}")
        op.execute(f"alter table ledger_entry alter {day} set not null")
    op.add_column("ledger_entry", sa.Column("cause", sa.Text(), nullable=True))
    op.add_column("ledger_entry", sa.Column("reverses_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_ledger_entry_subject_id"), "ledger_entry", ["subject_id"], unique=False)
    op.create_unique_constraint(op.f("uq_ledger_entry_reverses_id"), "ledger_entry", ["reverses_id"])
    for statement in statements("ledger.sql", "shared.ledger"):
        op.execute(statement)
    op.execute("alter table ledger_account disable trigger ledger_account_is_posted_to")
    op.execute(ACCOUNTS)
    op.execute("alter table ledger_account enable trigger ledger_account_is_posted_to")
    op.execute(TURNOVER)
