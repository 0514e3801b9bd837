-- A paper of Parliament (Kamerstuk) is asked for by its number; what its kind and year are called is no word of that.

create or replace function asked_words(written text) returns tsquery language sql immutable parallel safe
return (
    with asked as materialized (
        select found[1] as piece, ts_lexize('dutch_stem', found[1]) = '{}' as stops
        from regexp_matches(
            regexp_replace(
                cut(written) collate "pg_unicode_fast",
                '\m(?:nr[. ]+|(?:kamerstuk(?:ken)?|kst)[ ,-]+(?:ii?[ ,]+)?(?:\d{4}[/-]\d{2,4}[ ,]+)?)(?=\d)',
                ' ', 'g'),
            array_to_string(array_append(written_together(), '[[:alnum:]]+'), '|'),
            'g') as found
        limit 20
    )
    select string_agg(asked_piece(piece), ' & ')::tsquery
    from asked
    where not stops or (select every(stops) from asked)
);
