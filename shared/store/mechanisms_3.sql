-- An idempotency key names tenant, client and person in columns of their own: joined into one text, "a/b" and
-- "c" were the caller "a" and "b/c", and a person's bodies were one. `actor` is that text: by it a version that
-- still runs goes on, and keys that it recorded (their three columns are empty) protect until they are forgotten.

alter table idempotency
    add column tenant text not null default '',
    add column client text not null default '',
    add column person text not null default '';
alter table idempotency drop constraint idempotency_pkey;
alter table idempotency add primary key (key, actor, tenant, client, person);

create function skip_known_key() returns trigger language plpgsql as $$
begin
    if new.client = '' and exists (select from idempotency where key = new.key and actor = new.actor) then
        return null;
    end if;
    return new;
end $$;
create trigger idempotency_of_an_older_version before insert on idempotency
    for each row execute function skip_known_key();

create function seal(
    events jsonb, audits jsonb, audit_chain smallint, recorded timestamptz,
    key_tenant text, key_client text, key_person text, key_text text,
    answer_status smallint, answer_headers jsonb, answer_body bytea
) returns void language plpgsql as $$
begin
    if key_text is not null then
        update idempotency set status = answer_status, headers = answer_headers, body = answer_body
        where key = key_text and actor = key_client || '/' || key_person
            and tenant = key_tenant and client = key_client and person = key_person;
    end if;
    perform seal(events, audits, audit_chain, recorded, null, null, null, null, null);
end $$;
