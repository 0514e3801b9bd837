-- The number that a transaction gives to the rows it writes is found once, not once a row: an import of a hundred
-- thousand lines read `epoch` as often. It is kept in a setting that ends with the transaction, or with the savepoint
-- in which it was found (and there the lock on `epoch` that goes with it ends too).

do $$
begin
    execute format($body$
        create or replace function set_changed() returns trigger language plpgsql as $function$
        declare
            number text := current_setting(%2$L, true);
        begin
            if coalesce(number, '') = '' then
                -- reading `epoch` locks it until the commit: a new epoch waits for whoever writes in the old one
                select pg_current_xact_id()::text::bigint + shift into number from %1$I.epoch;
                perform set_config(%2$L, number, true);
            end if;
            new.changed := number;
            return new;
        end $function$
    $body$, current_schema(), 'groeikracht.changed_' || current_schema());
end $$;

create function forget_changed() returns trigger language plpgsql as $$
begin
    perform set_config('groeikracht.changed_' || tg_table_schema, '', true);
    return null;
end $$;
create trigger epoch_forgets after update on epoch for each statement execute function forget_changed();
