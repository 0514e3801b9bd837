-- A service that was restored from a backup is closed for writing until `recover` has compared it with what it
-- published: the reason stands on the relay's one row, and the tables that every writing transaction begins or
-- ends with refuse. `lost_fact` holds what others heard of this service and it does not know any more.

alter table relay add column closed_because text;
comment on column relay.closed_because is 'Why nothing may be written, relayed or reacted to; null is open.';

create function refuse_when_closed() returns trigger language plpgsql as $$
begin
    if exists (select from relay where closed_because is not null)
        and current_setting('groeikracht.recovering', true) is distinct from 'on' then
        raise exception 'closed for writing' using errcode = 'GK503';
    end if;
    return null;
end $$;
create trigger audit_waits_for_recovery after insert on audit
    for each statement execute function refuse_when_closed();
create trigger inbox_waits_for_recovery after insert on inbox
    for each statement execute function refuse_when_closed();
create trigger idempotency_waits_for_recovery after insert on idempotency
    for each statement execute function refuse_when_closed();
create trigger parked_waits_for_recovery after insert on parked
    for each statement execute function refuse_when_closed();

create table lost_fact (
    id           uuid primary key,
    topics       jsonb not null,
    position     bigint not null,
    aggregateid  uuid not null,
    type         text not null,
    recorded_at  timestamptz not null,
    comes_again  boolean not null,
    withdrawn_at timestamptz
);
comment on table lost_fact is 'Published facts that a restored database does not hold, until and after they are withdrawn.';
