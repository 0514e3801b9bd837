"""The dashboard for Grafana: what an operator looks at, each figure by the process that shows it."""

import json
from typing import Any

PROCESS = "app_kubernetes_io_name"
REQUESTS = "groeikracht_request_seconds"
WINDOW = "[$__rate_interval]"
Panel = tuple[str, str, str, str]  # title, unit, expression, legend

PANELS: tuple[Panel, ...] = (
    (
        "Requests a second",
        "reqps",
        f"sum by ({PROCESS}) (rate({REQUESTS}_count{WINDOW}))",
        f"{{{{{PROCESS}}}}}",
    ),
    (
        "Share that fails",
        "percentunit",
        f'sum by ({PROCESS}) (rate({REQUESTS}_count{{status="5xx"}}{WINDOW}))'
        f" / sum by ({PROCESS}) (rate({REQUESTS}_count{WINDOW}))",
        f"{{{{{PROCESS}}}}}",
    ),
    (
        "19 of 20 answers take at most",
        "s",
        f"histogram_quantile(0.95, sum by ({PROCESS}, le) (rate({REQUESTS}_bucket{WINDOW})))",
        f"{{{{{PROCESS}}}}}",
    ),
    (
        "Slowest routes",
        "s",
        f"topk(10, histogram_quantile(0.95, sum by (route, le) (rate({REQUESTS}_bucket{WINDOW}))))",
        "{{route}}",
    ),
    (
        "Oldest fact that waits to be sent",
        "s",
        f"max by ({PROCESS}) (groeikracht_outbox_oldest_seconds)",
        f"{{{{{PROCESS}}}}}",
    ),
    (
        "Facts that wait to be sent",
        "short",
        f"max by ({PROCESS}) (groeikracht_outbox_messages)",
        f"{{{{{PROCESS}}}}}",
    ),
    (
        "Messages not read yet",
        "short",
        f"sum by ({PROCESS}, topic) (groeikracht_consumer_lag_messages)",
        f"{{{{{PROCESS}}}}} of {{{{topic}}}}",
    ),
    (
        "Messages parked",
        "short",
        f"max by ({PROCESS}) (groeikracht_parked_messages)",
        f"{{{{{PROCESS}}}}}",
    ),
    ("Clock beside that of the database", "s", "groeikracht_clock_offset_seconds", "{{pod}}"),
)
WIDTH, HEIGHT, ACROSS = 12, 8, 2


def dashboard() -> dict[str, Any]:
    """The ConfigMap that Grafana's sidecar picks up."""
    told = {
        "uid": "groeikracht",
        "title": "Groeikracht",
        "schemaVersion": 39,
        "time": {"from": "now-6h", "to": "now"},
        "panels": [_panel(place, panel) for place, panel in enumerate(PANELS)],
    }
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "dashboard", "labels": {"grafana_dashboard": "1"}},
        "data": {"groeikracht.json": json.dumps(told, indent=1)},
    }


def _panel(place: int, panel: Panel) -> dict[str, Any]:
    title, unit, expression, legend = panel
    down, across = divmod(place, ACROSS)
    return {
        "id": place + 1,
        "title": title,
        "type": "timeseries",
        "gridPos": {"x": across * WIDTH, "y": down * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": unit}, "overrides": []},
        "targets": [{"refId": "A", "expr": expression, "legendFormat": legend}],
    }
