-- How texts for people are found and sorted. What is indexed and what is asked are cut by the same functions, so that
-- every text is found by itself; lists in the order of a name or title use the key made here. Letters, case and marks
-- are those of Unicode, whatever the locale of the server.

create text search dictionary dutch_every_word (template = snowball, language = dutch);
comment on text search dictionary dutch_every_word is 'The stemmer of dutch_stem, without its stop words.';

create function folded(written text) returns text language sql immutable parallel safe
return translate(
    replace(replace(replace(
        casefold(regexp_replace(
            normalize(translate(written, '´™℠', ''''), NFKD) collate "pg_unicode_fast",
            '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a'
            '\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u2060\u20d0-\u20ff\ufe00-\ufe0f'
            '\ufe20-\ufe2f\ufeff]',
            '', 'g')),
        'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øłđðħŧıŋƀɨʉ’‘ʼ‛`‐_', 'olddhtinbiu''''''''''- ');
comment on function folded is
    'Letters in one case, without marks, also those that Unicode does not take apart; one apostrophe, one hyphen.';

create function cut(written text) returns text language sql immutable parallel safe
return regexp_replace(folded(written) collate "pg_unicode_fast", '''(?:s|ers?|t|n)\M(?!\.[[:alpha:]])', ' ', 'g');
comment on function cut is
    'What a text is cut from into words: regio''s and zzp''er are regio and zzp, ''s-Gravenhage is gravenhage.';

create function written_together() returns text[] language sql immutable parallel safe
return array[
    '\m[[:alpha:]](?:\.[[:alpha:]])+\M',
    '\m(?:[bcn]\.? v|v\.? o\.? f|u\.? a)\M',
    '\m\d{1,3}(?:[. ]\d{3})+\M',
    '[[:alnum:]]+(?:-[[:alnum:]]+)+'
];
comment on function written_together is
    'Words that others write as one: abbreviations with full stops, legal forms, thousands, words with hyphens.';

create function as_one(piece text) returns text language sql immutable parallel safe
return regexp_replace(piece collate "pg_unicode_fast", '[^[:alnum:]]+', '', 'g');

create function stem_of(word text) returns text language sql immutable parallel safe
return (ts_lexize('dutch_every_word', left(word, 100)))[1];

create function search_words(written text) returns tsvector language sql immutable parallel safe
return (
    with text_cut as materialized (select cut(written) collate "pg_unicode_fast" as line)
    select array_to_tsvector(coalesce(array_agg(distinct stem_of(word)), '{}'))
    from (
        select found[1] as word from text_cut, regexp_matches(line, '[[:alnum:]]+', 'g') as found
        union all
        select as_one(found[1])
        from text_cut, unnest(written_together()) as pattern, regexp_matches(line, pattern, 'g') as found
    ) as words
);
comment on function search_words is 'The stems of each word of a text, and of what others write as one word.';

create function dutch_forms(word text) returns text[] language sql immutable parallel safe
return array(
    select regexp_replace(word, pattern, instead)
    from (values
        ('^', ''),
        ('(?<=ie)s$', ''),
        ('f$', 'ven'),
        ('(?<=...)ven$', 'f'),
        ('(?<=...)zen$', 's'),
        ('steden$', 'stad'), ('stad$', 'steden'),
        ('leden$', 'lid'), ('lid$', 'leden'),
        ('schepen$', 'schip'), ('schip$', 'schepen'),
        ('([b-df-hj-np-tv-z])\1en$', '\1')
    ) as numbers (pattern, instead)
    union
    select regexp_replace(word, '(?:iek|ische?|(?<!t)ie)$', instead)
    from unnest(array['iek', 'ie', 'isch']) as instead
    where length(word) > 5
);
comment on function dutch_forms is
    'A word and what it may look like otherwise where the Snowball stemmer does not say so: in the other number'
    ' (innovaties, bedrijven, huizen, steden, plannen), as noun or adjective (techniek, technisch).';

create function asked_word(word text) returns text language sql immutable parallel safe
return (
    select '(' || string_agg(
        format('''%s''%s', stem_of(form), case when length(form) >= 4 then ':*' end), ' | ' order by form) || ')'
    from unnest(dutch_forms(word)) as form
);
comment on function asked_word is 'In the language of tsquery: one of its forms; what begins with it, from four signs on.';

create function asked_piece(piece text) returns text language sql immutable parallel safe
return (
    select case when count(*) = 1 then min(asked_word(found[1]))
        else format('(%s | %s)', asked_word(as_one(piece)), string_agg(asked_word(found[1]), ' & ')) end
    from regexp_matches(piece collate "pg_unicode_fast", '[[:alnum:]]+', 'g') as found
);

create function asked_words(written text) returns tsquery language sql immutable parallel safe
return (
    with asked as materialized (
        select found[1] as piece, ts_lexize('dutch_stem', found[1]) = '{}' as stops
        from regexp_matches(
            regexp_replace(cut(written) collate "pg_unicode_fast", '\mnr[. ]+(?=\d)', ' ', 'g'),
            array_to_string(array_append(written_together(), '[[:alnum:]]+'), '|'),
            'g') as found
        limit 20
    )
    select string_agg(asked_piece(piece), ' & ')::tsquery
    from asked
    where not stops or (select every(stops) from asked)
);
comment on function asked_words is
    'A query for all words of a text, twenty at most; without stop words, unless it has no others; null without any.';

create function sort_key(written text) returns text language sql immutable parallel safe
return (
    left(btrim(regexp_replace(
        replace(
            regexp_replace(
                folded(written) collate "pg_unicode_fast", '^[^[:alnum:]]*''[kmnrst][ -]+(?=[[:alnum:]])', ''),
            '''', ''),
        '[^[:alnum:]]+', ' ', 'g')), 120)
    || E'\t' || left(written, 80)
) collate "C";
comment on function sort_key is
    'What a Dutch reader sorts a name by: case, marks and a first ''s or ''t only tell apart what is else the same.';
