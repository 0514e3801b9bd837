"""How every process of the suite listens for HTTP: one way, with a bound on all that a client can send."""
