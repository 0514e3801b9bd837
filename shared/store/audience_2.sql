-- Words as each reader may find them: whoever searches reads the words of the rows that it sees, and of no other.

create function seen_words(words tsvector, readers text[]) returns tsvector language sql immutable parallel safe
return (
    select array_to_tsvector(coalesce(array_agg(reader || '/' || word), '{}'))
    from unnest(readers) as reader, unnest(tsvector_to_array(words)) as word
    where reader is not null
);
comment on function seen_words is 'Each word once for each of whom the row is seen by, such as */water and rom:BOM/water.';

create function asked_by(query tsquery, reader text) returns tsquery language sql immutable parallel safe
return regexp_replace(query::text, '''([^'']+)''', '''' || reader || '/\1''', 'g')::tsquery;
comment on function asked_by is 'The same query for the words that a reader sees.';
