-- Refused attempts are counted: one row for who tried, which rule refused, in which hour and at what, however
-- often. An hour of a body has a bounded number of rows: what comes after counts with an empty subject, and
-- then with an empty actor. When the hour is over the trail takes one entry for an actor and a rule
-- (shared/store/attempts.py), whose subject is `sealed_as`.

create table refused_attempt (
    number    bigint generated always as identity primary key,
    tenant    text not null,
    hour      timestamptz not null,
    actor     text not null,
    rule      text not null,
    subject   text not null,
    times     integer not null default 1,
    first_at  timestamptz not null,
    last_at   timestamptz not null,
    facts     jsonb not null,
    sealed_as uuid,
    unique (tenant, hour, actor, rule, subject)
);
comment on column refused_attempt.facts is 'Of the first attempt of the hour.';
create index refused_attempt_subject on refused_attempt (subject);
create index refused_attempt_unsealed on refused_attempt (hour) where sealed_as is null;
