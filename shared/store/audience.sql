-- Who sees a row as one word, which indexes that lists are read by begin with (audience.py).

create function audience(state text, open_in text[], owner text) returns text language sql immutable parallel safe
return case when state = any (open_in) then '*' else owner end;
comment on function audience is 'The word of a row: * while its state opens it to every body, else its owner.';
