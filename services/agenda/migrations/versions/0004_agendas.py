"""Agendas in full: versions, amendments, views with answers; adopted ones become their first version."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "agenda_version",
        sa.Column("agenda_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "decisions",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'[]'"),
        ),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Enum("ADOPTED", name="status", native_enum=False, length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_id"],
            ["agenda.id"],
            name=op.f("fk_agenda_version_agenda_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_version")),
    )
    op.create_index(op.f("ix_agenda_version_owner"), "agenda_version", ["owner"], unique=False)
    op.create_index("uq_agenda_version_edition", "agenda_version", ["agenda_id", "edition"], unique=True)
    op.create_table(
        "amendment",
        sa.Column("agenda_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum("DRAFT", "PROPOSED", "ADOPTED", "REJECTED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "decisions",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'[]'"),
        ),
        sa.Column("proposed_by", sa.Text(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_id"],
            ["agenda.id"],
            name=op.f("fk_amendment_agenda_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_agenda_id"), "amendment", ["agenda_id"], unique=False)
    op.create_index(op.f("ix_amendment_owner"), "amendment", ["owner"], unique=False)
    op.create_index(
        "uq_amendment_open",
        "amendment",
        ["agenda_id"],
        unique=True,
        postgresql_where=sa.text("status in ('DRAFT', 'PROPOSED')"),
    )
    op.create_table(
        "response",
        sa.Column("agenda_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("entered_for", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("RECEIVED", "ANSWERED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("followed", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_id"],
            ["agenda.id"],
            name=op.f("fk_response_agenda_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
    )
    op.create_index(op.f("ix_response_agenda_id"), "response", ["agenda_id"], unique=False)
    op.create_index(op.f("ix_response_owner"), "response", ["owner"], unique=False)
    op.add_column(
        "agenda",
        sa.Column(
            "required_bodies", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")
        ),
    )
    op.add_column(
        "agenda",
        sa.Column(
            "decisions",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'[]'"),
        ),
    )
    op.add_column(
        "agenda",
        sa.Column("topsectors", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")),
    )
    op.add_column(
        "agenda",
        sa.Column("themes", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")),
    )
    op.add_column(
        "agenda",
        sa.Column(
            "specialisations", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")
        ),
    )
    op.add_column("agenda", sa.Column("policy_framework", sa.Text(), nullable=True))
    op.add_column(
        "agenda", sa.Column("partners_left", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column(
        "agenda", sa.Column("open_responses", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column(
        "agenda", sa.Column("edition", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column(
        "agenda", sa.Column("budget_cents", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column("agenda", sa.Column("adopted_on_record", sa.Date(), nullable=True))
    op.add_column("agenda", sa.Column("return_reason", sa.Text(), nullable=True))
    op.add_column("agenda", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("agenda", sa.Column("end_reason", sa.Text(), nullable=True))
    op.add_column("agenda", sa.Column("evaluation", sa.Text(), nullable=True))
    op.add_column(
        "agenda",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(title, '') || ' ' || coalesce(policy_framework, '') || ' ' || coalesce(economic_chapter, '') || ' ' || coalesce(spatial_chapter, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
    )
    op.create_index(
        "ix_agenda_adopted",
        "agenda",
        ["ends_on"],
        unique=False,
        postgresql_where=sa.text("status = 'ADOPTED'"),
    )
    op.create_index("ix_agenda_search", "agenda", ["search"], unique=False, postgresql_using="gin")
    op.add_column("partner", sa.Column("mandate", sa.Text(), nullable=True))
    op.add_column("partner", sa.Column("organisation_id", sa.Uuid(), nullable=True))
    op.add_column("partner", sa.Column("left_on", sa.Date(), nullable=True))
    op.add_column(
        "partner",
        sa.Column(
            "status",
            sa.Enum("ACTIVE", "LEFT", name="partnerstatus", native_enum=False, length=40),
            nullable=False,
            server_default=sa.text("'ACTIVE'"),
        ),
    )
    op.create_index(
        "uq_partner_active",
        "partner",
        ["agenda_id", "kvk_number"],
        unique=True,
        postgresql_where=sa.text("status = 'ACTIVE'"),
    )
    op.execute("update agenda set edition = 1, adopted_on_record = adopted_at::date where status = 'ADOPTED'")
    op.execute(FIRST_VERSIONS)


# what was adopted before versions were kept becomes version 1
FIRST_VERSIONS = """
insert into agenda_version
    (id, owner, version, agenda_id, edition, title, content, decisions, digest, adopted_on, status)
select gen_random_uuid(), owner, 1, id, 1, title, held, '[]', encode(sha256(convert_to(held::text, 'UTF8')), 'hex'),
       adopted_at::date, 'ADOPTED'
  from (select agenda.*, jsonb_build_object(
               'title', title, 'starts_on', starts_on, 'ends_on', ends_on, 'urgency', urgency, 'goals', goals,
               'actions', actions, 'economic_chapter', economic_chapter, 'spatial_chapter', spatial_chapter,
               'required_bodies', required_bodies, 'topsectors', topsectors, 'themes', themes,
               'specialisations', specialisations, 'policy_framework', policy_framework,
               'budget_cents', budget_cents) as held
          from agenda where status = 'ADOPTED') adopted
"""
