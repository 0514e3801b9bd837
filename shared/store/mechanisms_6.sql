-- A database that was put in its place again takes no write before somebody compared it with what was published.
-- `compared_at` names the tables that the leader compared last: the cluster, the database in it, its timeline and
-- the file that `relay` is in. A restore, whole or of this schema alone, puts them elsewhere, and so does a
-- promotion; the leader then compares and writes the place it found. Of a lost fact its data is kept as well.

create function current_files() returns text language sql stable as $$
    select concat_ws('/', current_place(), pg_relation_filenode('relay'))
$$;
comment on function current_files() is 'The place of the database, and the file of its relay, which a restore makes anew.';

alter table relay add column compared_at text;
comment on column relay.compared_at is 'current_files() when the topics were last compared; elsewhere nothing may be written.';
update relay set compared_at = current_files() where (select place from epoch) = current_place();

create or replace function refuse_when_closed() returns trigger language plpgsql as $$
begin
    if exists (select from relay where closed_because is not null or compared_at is distinct from current_files())
        and current_setting('groeikracht.recovering', true) is distinct from 'on' then
        raise exception 'closed for writing' using errcode = 'GK503';
    end if;
    return null;
end $$;

alter table lost_fact add column data jsonb;
comment on column lost_fact.data is 'What was published, for whoever has to do it again; null if lost before it was kept.';
