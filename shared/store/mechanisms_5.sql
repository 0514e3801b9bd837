-- Where each row stands in the order of what changed, so that a list can be followed without losing a row.
-- `changed` is the number of the transaction that wrote the row last: whatever a reader could not see yet has a
-- number of at least the oldest transaction that was still running (pg_snapshot_xmin), so asking from there on
-- tells everything, some of it twice. Numbers of one epoch say nothing in another: a database that was restored,
-- moved or promoted begins one, with numbers above all that it holds. `follow_changes` gives each table with
-- the column its trigger; every migration ends with it.

create function current_place() returns text language sql stable as $$
    select concat_ws('/', (select system_identifier from pg_control_system()),
                     (select oid from pg_database where datname = current_database()),
                     left(pg_walfile_name(pg_current_wal_lsn()), 8))
$$;
comment on function current_place() is 'The cluster, the database in it and its timeline, which a promotion ends.';

create table epoch (
    one   boolean primary key default true check (one),
    id    uuid not null default gen_random_uuid(),
    place text not null default current_place(),
    shift bigint not null default 0
);
comment on table epoch is 'Which positions hold; shift is added to the numbers of transactions.';
insert into epoch default values;

create function set_changed() returns trigger language plpgsql set search_path from current as $$
begin
    -- reading `epoch` locks it until the commit: a new epoch waits for whoever writes in the old one
    select pg_current_xact_id()::text::bigint + shift into new.changed from epoch;
    return new;
end $$;

create function follow_changes() returns void language plpgsql as $$
declare
    followed name;
begin
    for followed in
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'changed'
        where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and not a.attisdropped
            and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'sets_changed')
    loop
        execute format('create trigger sets_changed before insert or update on %I '
                       'for each row execute function set_changed()', followed);
    end loop;
end $$;

create function begin_epoch() returns void language plpgsql as $$
declare
    followed regclass;
    found bigint;
    highest bigint := 0;
begin
    lock table epoch in access exclusive mode;
    for followed in
        select t.tgrelid::regclass from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where t.tgname = 'sets_changed' and c.relnamespace = current_schema()::regnamespace
    loop
        execute format('select max(changed) from %s', followed) into found;
        highest := greatest(highest, found);
    end loop;
    update epoch set id = gen_random_uuid(), place = current_place(),
        shift = greatest(shift, highest + 1 - pg_current_xact_id()::text::bigint);
end $$;

create function follow_place() returns void language plpgsql as $$
begin
    if (select place from epoch) <> current_place() then
        perform begin_epoch();
    end if;
end $$;
