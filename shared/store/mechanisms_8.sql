-- How many refused messages of a topic were answered within the hour is counted by what the inbox keeps of them
-- (shared/bus/refusals.py); their `source` is the topic alone.

create index inbox_answered on inbox (source, received_at) where reaction = 'refuse';
