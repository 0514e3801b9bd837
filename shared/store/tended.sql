-- Tables that keep everything are tended after so many rows, not after a fifth of what is there: of ten million facts
-- two million would leave their place in `outbox_unsent` behind, and the relay would step over each at every look.

alter table outbox set (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000
);
alter table idempotency set (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000
);
alter table inbox set (autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000);
