"""Every cent is in double entry: what was there before is posted on the day of the upgrade."""

import sqlalchemy as sa
from alembic import op

from shared.store.migrations import statements

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OPENING = (  # owner, from, to, cents, record, day of value (today if it is not known), what it follows from
    """
    select owner, 'credit-line:' || id || ':granted', 'credit-line:' || id || ':room', amount_cents, id,
           null::date, id::text
    from credit_line
    """,
    """
    select owner, 'credit-line:' || credit_line_id || ':room', 'loan:' || id || ':committed', principal_cents,
           id, (approved_at at time zone 'Europe/Amsterdam')::date, id::text
    from loan where credit_line_id is not null
    """,
    """
    select owner, 'loan:' || loan_id || case direction when 'REPAYMENT' then ':principal' else ':cash' end,
           'loan:' || loan_id || case direction when 'REPAYMENT' then ':cash' else ':principal' end,
           amount_cents, loan_id, moved_on, message_id
    from loan_movement
    """,
    """
    select owner, 'guarantee:' || id || ':surety', 'guarantee:' || id || ':outstanding', exposure_cents, id,
           issued_on, id::text
    from guarantee
    """,
    """
    select owner, 'guarantee-year:' || id || ':ceiling', 'guarantee-year:' || id || ':room',
           annual_ceiling_cents, id, null::date, id::text
    from guarantee_year
    """,
    # the first of years that follow each other says itself what was outstanding: nothing carries into it
    """
    select owner, 'guarantee-year:' || id || ':opening', 'guarantee-year:' || id || ':outstanding',
           opening_outstanding_cents, id, null::date, id::text
    from guarantee_year found where not exists (
        select from guarantee_year before where before.scheme = found.scheme and before.year = found.year - 1)
    """,
    """
    select year.owner, 'guarantee-year:' || year.id || ':room', 'guarantee-year:' || year.id || ':reserved',
           entry.reserved_cents, year.id, entry.booked_on, entry.id::text
    from guarantee_year_entry entry join guarantee_year year on year.id = guarantee_year_id
    """,
    """
    select year.owner, 'guarantee-year:' || year.id || ':room', 'guarantee-year:' || first_id || ':outstanding',
           entry.granted_cents, year.id, entry.booked_on, entry.id::text
    from guarantee_year_entry entry join guarantee_year year on year.id = guarantee_year_id
    join chained on chained.id = year.id
    """,
    """
    select year.owner, 'guarantee-year:' || first_id || ':outstanding', 'guarantee-year:' || year.id || ':lapsed',
           entry.lapsed_cents, year.id, entry.booked_on, entry.id::text
    from guarantee_year_entry entry join guarantee_year year on year.id = guarantee_year_id
    join chained on chained.id = year.id
    """,
)
POST = """
    with numbered as (
        select id, scheme, year, year - row_number() over (partition by scheme order by year) as chain
        from guarantee_year
    ), chained as (
        select id, first_value(id) over (partition by scheme, chain order by year) as first_id from numbered
    ), today as (select (now() at time zone 'Europe/Amsterdam')::date as day)
    insert into ledger_entry (id, owner, version, act, booked_on, value_on, amount_cents,
                              from_account, to_account, subject_id, cause)
    select uuidv7(), owner, 1, 'ledger.open', day, coalesce(value_on, day), abs(cents),
           case when cents > 0 then source else target end, case when cents > 0 then target else source end,
           record, cause
    from ({opening}) as opening (owner, source, target, cents, record, value_on, cause), today
    where cents <> 0
"""


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
    op.create_table(
        "ledger_entry",
        sa.Column("from_account", sa.Text(), nullable=False),
        sa.Column("to_account", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("value_on", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_ledger_entry_moves_money")),
        sa.CheckConstraint("from_account <> to_account", name=op.f("ck_ledger_entry_two_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_entry_reverses_id")),
    )
    op.create_index(op.f("ix_ledger_entry_changed_id"), "ledger_entry", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_from_account"), "ledger_entry", ["from_account"], unique=False)
    op.create_index(op.f("ix_ledger_entry_owner"), "ledger_entry", ["owner"], unique=False)
    op.create_index(
        "ix_ledger_entry_seen_by_changed_id", "ledger_entry", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_ledger_entry_seen_by_id", "ledger_entry", ["owner", "id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_subject_id"), "ledger_entry", ["subject_id"], unique=False)
    op.create_index(op.f("ix_ledger_entry_to_account"), "ledger_entry", ["to_account"], unique=False)
    for statement in statements("ledger.sql", "shared.ledger"):
        op.execute(statement)
    op.execute(
        "create trigger ledger_entry_is_append_only before update or delete or truncate on ledger_entry "
        "for each statement execute function refuse_change()"
    )
    for opening in OPENING:
        op.execute(sa.text(POST.replace("{opening}", opening).replace(":", "\\:")))
