"""The mechanism tables as SQLAlchemy sees them; `mechanisms_*.sql` create them in each service's schema."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    FetchedValue,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

MECHANISMS = MetaData()
INSTANT = DateTime(timezone=True)

OUTBOX = Table(
    "outbox",
    MECHANISMS,
    Column("position", BigInteger, primary_key=True),
    Column("id", Uuid),
    Column("topic", Text),
    Column("aggregateid", Uuid),
    Column("type", Text),
    Column("payload", JSONB),
    Column("dataschema", Text),
    Column("traceparent", Text),
    Column("causationid", Text),
    Column("recorded_at", INSTANT),
    Column("published_at", INSTANT),
)

INBOX = Table(
    "inbox",
    MECHANISMS,
    Column("source", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("reaction", Text, primary_key=True),
    Column("digest", LargeBinary),
    Column("received_at", INSTANT),
)

IDEMPOTENCY = Table(
    "idempotency",
    MECHANISMS,
    Column("key", Text, primary_key=True),
    Column("actor", Text, primary_key=True),
    Column("tenant", Text, primary_key=True),
    Column("client", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("fingerprint", LargeBinary),
    Column("recorded_at", INSTANT),
    Column("status", SmallInteger),
    Column("headers", JSONB),
    Column("body", LargeBinary),
)

AUDIT = Table(
    "audit",
    MECHANISMS,
    Column("chain", SmallInteger, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("content", Text),
    Column("previous_hash", LargeBinary),
    Column("hash", LargeBinary),
    Column("action", Text, FetchedValue()),
    Column("subject", Text, FetchedValue()),
    Column("recorded_at", Text, FetchedValue()),
)

AUDIT_HEAD = Table(
    "audit_head",
    MECHANISMS,
    Column("chain", SmallInteger, primary_key=True),
    Column("position", BigInteger),
    Column("hash", LargeBinary),
)

REFUSED_ATTEMPT = Table(
    "refused_attempt",
    MECHANISMS,
    Column("number", BigInteger, FetchedValue(), primary_key=True),
    Column("tenant", Text),
    Column("hour", INSTANT),
    Column("actor", Text),
    Column("rule", Text),
    Column("subject", Text),
    Column("times", Integer),
    Column("first_at", INSTANT),
    Column("last_at", INSTANT),
    Column("facts", JSONB),
    Column("sealed_as", Uuid),
)

PARKED = Table(
    "parked",
    MECHANISMS,
    Column("number", BigInteger),
    Column("id", Uuid, FetchedValue(), primary_key=True),
    Column("topic", Text),
    Column("partition", Integer),
    Column("offset", BigInteger),
    Column("key", LargeBinary),
    Column("source", Text),
    Column("event_id", Text),
    Column("type", Text),
    Column("value", LargeBinary),
    Column("digest", LargeBinary),
    Column("headers", JSONB),
    Column("rule", Text),
    Column("error", Text),
    Column("tries", Integer),
    Column("behind", Boolean),
    Column("parked_at", INSTANT),
    Column("status", Text),
    Column("decided_by", Text),
    Column("decided_at", INSTANT),
    Column("reason", Text),
    Column("version", Integer),
)

REPLAY = Table(
    "replay",
    MECHANISMS,
    Column("id", Uuid, FetchedValue(), primary_key=True),
    Column("consumer", Text),
    Column("next_position", BigInteger),
    Column("last_position", BigInteger),
    Column("requested_by", Text),
    Column("requested_at", INSTANT),
    Column("finished_at", INSTANT),
)

LOST_FACT = Table(
    "lost_fact",
    MECHANISMS,
    Column("id", Uuid, primary_key=True),
    Column("topics", JSONB),
    Column("position", BigInteger),
    Column("aggregateid", Uuid),
    Column("type", Text),
    Column("recorded_at", INSTANT),
    Column("comes_again", Boolean),
    Column("data", JSONB),
    Column("withdrawn_at", INSTANT),
)

REGIME = Table(
    "regime",
    MECHANISMS,
    Column("code", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("source", Text),
    Column("terms", JSONB),
)

EPOCH = Table(
    "epoch",
    MECHANISMS,
    Column("one", Boolean, primary_key=True),
    Column("id", Uuid),
    Column("place", Text),
    Column("shift", BigInteger),
)
