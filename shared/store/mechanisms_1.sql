-- The tables that every service keeps beside its entities: outbox, inbox, audit, idempotency, parked
-- messages, replays and regimes; `seal`, the one statement that ends every transaction; and `plain_letters`,
-- for what is found by words. Created in the service's own schema (search_path). No extension is needed.
-- Oldest supported PostgreSQL: 16.

create table outbox (
    position      bigint generated always as identity primary key,
    id            uuid not null,
    topic         text not null,
    aggregatetype text not null,
    aggregateid   uuid not null,
    type          text not null,
    payload       jsonb not null,
    dataschema    text not null,
    traceparent   text,
    causationid   text,
    recorded_at   timestamptz not null,
    published_at  timestamptz,
    unique (id, topic)
);
comment on table outbox is 'Facts to publish; columns as Debezium''s outbox event router expects them.';
create index outbox_unsent on outbox (position) where published_at is null;
create index outbox_recorded_at on outbox (recorded_at);

create table relay (
    one      boolean primary key default true check (one),
    sleeping boolean not null default false
);
comment on table relay is 'Whether the relay waits to be woken; a commit notifies only then.';
insert into relay default values;

create table inbox (
    source      text not null,
    event_id    text not null,
    reaction    text not null,
    digest      bytea not null,
    received_at timestamptz not null,
    primary key (source, event_id, reaction)
);

create table idempotency (
    actor       text not null,
    key         text not null,
    fingerprint bytea not null,
    recorded_at timestamptz not null,
    status      smallint,
    headers     jsonb,
    body        bytea,
    primary key (actor, key)
);
create index idempotency_recorded_at on idempotency (recorded_at);

create table audit (
    chain         smallint not null,
    position      bigint not null,
    content       text not null,
    previous_hash bytea not null,
    hash          bytea not null,
    action        text not null generated always as (content::jsonb ->> 'action') stored,
    subject       text not null generated always as (content::jsonb ->> 'subject') stored,
    actor         text not null generated always as (content::jsonb ->> 'actor') stored,
    recorded_at   text not null generated always as (content::jsonb ->> 'recorded_at') stored,
    primary key (chain, position)
);
create index audit_subject on audit (subject, recorded_at);
create table audit_head (
    chain    smallint primary key,
    position bigint not null,
    hash     bytea not null
);
insert into audit_head select chain, 0, '\x'::bytea from generate_series(0, 15) as chain;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'table % is append-only', tg_table_name;
end $$;
create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function refuse_change();

create table parked (
    number     bigint generated always as identity,
    id         uuid primary key default gen_random_uuid(),
    topic      text not null,
    partition  integer not null,
    "offset"   bigint not null,
    key        bytea not null,
    source     text,
    event_id   text,
    type       text,
    value      bytea,
    digest     bytea not null,
    headers    jsonb not null,
    rule       text,
    error      text not null,
    tries      integer not null,
    behind     boolean not null,
    parked_at  timestamptz not null,
    status     text not null default 'PARKED' check (status in ('PARKED', 'REDRIVE', 'REDRIVEN', 'DISCARDED')),
    decided_by text,
    decided_at timestamptz,
    reason     text,
    version    integer not null default 1,
    unique (topic, partition, "offset", digest)
);
create index parked_open on parked (topic, key, number) where status in ('PARKED', 'REDRIVE');

create table replay (
    id            uuid primary key default gen_random_uuid(),
    consumer      text not null,
    next_position bigint not null,
    last_position bigint not null,
    requested_by  text not null,
    requested_at  timestamptz not null,
    finished_at   timestamptz
);

create table regime (
    code        text not null,
    version     text not null,
    valid_from  date not null,
    valid_until date,
    source      text not null,
    terms       jsonb not null,
    primary key (code, version),
    -- two versions of one code never overlap; a range on both sides needs no btree_gist
    exclude using gist (
        int8range(hashtext(code), hashtext(code), '[]') with &&,
        daterange(valid_from, valid_until, '[]') with &&
    )
);

create function seal(
    events jsonb, audits jsonb, audit_chain smallint, recorded timestamptz,
    key_actor text, key_text text, answer_status smallint, answer_headers jsonb, answer_body bytea
) returns void language plpgsql as $$
declare
    head audit_head;
    entry text;
begin
    if jsonb_array_length(events) > 0 then
        insert into outbox (id, topic, aggregatetype, aggregateid, type, payload, dataschema,
                            traceparent, causationid, recorded_at)
        select e.id, e.topic, e.aggregatetype, e.aggregateid, e.type, e.payload, e.dataschema,
               e.traceparent, e.causationid, recorded
        from jsonb_to_recordset(events) as e
            (id uuid, topic text, aggregatetype text, aggregateid uuid, type text, payload jsonb,
             dataschema text, traceparent text, causationid text);
        if (select sleeping from relay) then
            perform pg_notify('outbox_' || current_schema(), '');
        end if;
    end if;
    if key_text is not null then
        update idempotency set status = answer_status, headers = answer_headers, body = answer_body
        where actor = key_actor and key = key_text;
    end if;
    if jsonb_array_length(audits) > 0 then
        -- locked last and until commit: a chain has one writer at a time, and no lock is taken after it
        select * into head from audit_head where chain = audit_chain for update;
        for entry in select jsonb_array_elements_text(audits) loop
            insert into audit (chain, position, content, previous_hash, hash)
            values (audit_chain, head.position + 1, entry, head.hash,
                    sha256(head.hash || convert_to(entry, 'UTF8')))
            returning chain, position, hash into head;
        end loop;
        update audit_head set position = head.position, hash = head.hash where chain = audit_chain;
    end if;
end $$;

-- For words that are searched: apostrophes as they are typed, and letters without the accents that the Dutch
-- stemmer keeps, so that "fryslan" finds Fryslân. `to_tsvector('dutch', plain_letters(...))` is immutable.
create function plain_letters(words text) returns text language sql immutable parallel safe as $$
    select translate(words, '’‘ʼ´`àâãåèêìîòôõùûçñÀÂÃÅÈÊÌÎÒÔÕÙÛÇÑ',
                     '''''''''''aaaaeeiiooouucnAAAAEEIIOOOUUCN')
$$;
