"""Figures for Prometheus that a process shows only once it has measured them."""

from prometheus_client import REGISTRY, Gauge


class Measured:
    """A gauge that is shown from its first measurement on: whoever does not look shows no zero."""

    def __init__(self, name: str, documentation: str) -> None:
        self._gauge = Gauge(name, documentation, registry=None)
        self._shown = False

    def set(self, value: float) -> None:
        """Show this value, until the next."""
        self._gauge.set(value)
        if not self._shown:
            REGISTRY.register(self._gauge)
            self._shown = True
