-- What people shorten and what they write together in names: Gebr. is Gebroeders, obrien finds O'Brien, v.d. Meer finds
-- Van der Meer, and `Eerste Kamer, vergaderjaar 2014–2015, 34 000, A` asks for the paper's number. The index is as it was.

create function in_full_or_short(word text) returns text[] language sql immutable parallel safe
return array(
    select case word when short then long else short end
    from (values
        ('gebr', 'gebroeders'), ('zn', 'zonen'), ('zn', 'zoon'), ('fa', 'firma'), ('mij', 'maatschappij'),
        ('st', 'stichting'), ('st', 'sint'), ('gem', 'gemeente'), ('prov', 'provincie'), ('coop', 'cooperatie')
    ) as names (short, long)
    where word in (short, long)
);
comment on function in_full_or_short is 'How others write what names are shortened to, or the other way round.';

create or replace function asked_word(word text) returns text language sql immutable parallel safe
return (
    select '(' || string_agg(
        format('''%s''%s', stem_of(form), case when length(form) >= 4 then ':*' end), ' | ' order by form) || ')'
    from unnest(dutch_forms(word) || in_full_or_short(word)) as form
);

create or replace function asked_piece(piece text) returns text language sql immutable parallel safe
return (
    select case
        when count(*) > 1 then
            format('(%s | %s)', asked_word(as_one(piece)), string_agg(asked_word(found[1]), ' & '))
        when min(found[1]) ~ '^[dlo][[:alpha:]]{4,}$' then -- obrien, dangelo, loreal
            format(
                '(%s | %s & %s)', asked_word(min(found[1])), asked_word(left(min(found[1]), 1)),
                asked_word(substr(min(found[1]), 2)))
        else min(asked_word(found[1])) end
    from regexp_matches(piece collate "pg_unicode_fast", '[[:alnum:]]+', 'g') as found
);

create or replace function asked_words(written text) returns tsquery language sql immutable parallel safe
return (
    with asked as materialized (
        select found[1] as piece, ts_lexize('dutch_stem', found[1]) = '{}' as stops
        from regexp_matches(
            regexp_replace(
                cut(written) collate "pg_unicode_fast",
                '\m(?:nr[. ]+|(?:kamerstuk(?:ken)?|kst|(?:eerste|tweede) kamer(?=, vergaderjaar))[ ,-]+(?:ii?[ ,]+)?'
                '(?:(?:vergaderjaar )?\d{4}[/–-]\d{2,4}[ ,]+)?)(?=\d)'
                '|\mv[./]? ?d\M\.?(?=[^[:alnum:]]+[[:alpha:]]{2})',
                ' ', 'g'),
            array_to_string(
                written_together() || array['[[:alnum:]]+''[[:alnum:]]+', '[[:alnum:]]+'], '|'),
            'g') as found
        limit 20
    )
    select string_agg(asked_piece(piece), ' & ')::tsquery
    from asked
    where not stops or (select every(stops) from asked)
);
