-- Double entry that cannot be out of balance. An entry is one row that debits one account and credits another; the
-- accounts and the turnover of each day are written by it and by nothing else, in the same transaction. An account is
-- that of one record and is held by whoever holds the record, so entries wait for nobody they did not wait for before.
-- The turnover of a day takes a row for each side of an entry, which `compact_turnover` adds up later: many book on
-- one day and none of them waits for another.

create function ledger_chart(account text) returns text language sql immutable parallel safe
return regexp_replace(account, ':[^:]*:', ':');
comment on function ledger_chart is 'The kind of an account: its code without the id in the middle.';

create table ledger_turnover (
    owner        text not null,
    chart        text not null,
    booked_on    date not null,
    debit_cents  bigint not null,
    credit_cents bigint not null,
    is_added_up  boolean not null default false
);
comment on table ledger_turnover is
    'What the accounts of a kind received and gave on a day, in the books of a body; the sum of its rows.';
create index ledger_turnover_to_add_up on ledger_turnover (booked_on) where not is_added_up;
create index ledger_turnover_of_day on ledger_turnover (owner, chart, booked_on) where is_added_up;

create function post_entry() returns trigger language plpgsql set search_path from current as $$
begin
    if new.reverses_id is not null and not exists (
        select from ledger_entry e where e.id = new.reverses_id and e.reverses_id is null
            and (e.owner, e.from_account, e.to_account, e.amount_cents)
              = (new.owner, new.to_account, new.from_account, new.amount_cents))
    then
        raise exception 'a reversal is the mirror of its entry' using errcode = 'check_violation';
    end if;
    insert into ledger_account as account (id, owner, version, code, debit_cents, credit_cents)
    select uuidv7(), new.owner, 1, side.code, side.debit, side.credit
    from (values (new.to_account, new.amount_cents, 0), (new.from_account, 0, new.amount_cents))
        as side (code, debit, credit)
    order by side.code
    on conflict (code, owner) do update set
        version = account.version + 1,
        debit_cents = account.debit_cents + excluded.debit_cents,
        credit_cents = account.credit_cents + excluded.credit_cents;
    insert into ledger_turnover (owner, chart, booked_on, debit_cents, credit_cents)
    values (new.owner, ledger_chart(new.to_account), new.booked_on, new.amount_cents, 0),
           (new.owner, ledger_chart(new.from_account), new.booked_on, 0, new.amount_cents);
    return null;
end $$;

create function compact_turnover() returns void language sql as $$
    with gone as (
        delete from ledger_turnover t using (
            select distinct owner, chart, booked_on from ledger_turnover where not is_added_up
        ) moved
        where (t.owner, t.chart, t.booked_on) = (moved.owner, moved.chart, moved.booked_on)
        returning t.*
    )
    insert into ledger_turnover (owner, chart, booked_on, debit_cents, credit_cents, is_added_up)
    select owner, chart, booked_on, sum(debit_cents), sum(credit_cents), true
    from gone group by owner, chart, booked_on;
$$;
comment on function compact_turnover is 'Adds up what was booked since; one at a time.';

create function refuse_posting() returns trigger language plpgsql as $$
begin
    raise exception 'table % is written by entries only', tg_table_name;
end $$;
create trigger ledger_entry_is_posted after insert on ledger_entry
    for each row execute function post_entry();
create trigger ledger_account_is_posted_to before insert or update or delete on ledger_account
    for each statement when (pg_trigger_depth() = 0) execute function refuse_posting();
create trigger ledger_account_is_kept before truncate on ledger_account
    for each statement execute function refuse_posting();
