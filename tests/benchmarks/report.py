"""What a run of the benches found: printed as a table, kept as JSON (`docs/performance.json` has one run)."""

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from deploy.local.program import CHECKOUT
from tests.benchmarks.bench import Bench, Figures, benches

FOLDER = "GROEIKRACHT_BENCH_FOLDER"


def of_bench(bench: type[Bench], rounds: Sequence[Figures], wrong: str, judged: bool) -> dict[str, Any]:
    """The figures of all rounds, their medians and spreads, and what they say about the goals."""
    figures = {name: [found[name] for found in rounds] for name in (rounds[0] if rounds else ())}
    medians = {name: statistics.median(found) for name, found in figures.items()}
    return {
        "id": bench.id,
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "revision": _revision(),
        "load": round(os.getloadavg()[2], 1),
        "what": " ".join((bench.__doc__ or "").split()),
        "right": not wrong,
        "wrong": wrong,
        "goals": [
            {
                "figure": goal.figure,
                "limit": goal.limit,
                "at_least": goal.at_least,
                "found": medians[goal.figure],
                "verdict": goal.verdict(medians[goal.figure]) if judged else "not judged",
            }
            for goal in bench.goals
            if goal.figure in medians
        ],
        "figures": [
            {
                "name": name,
                "median": medians[name],
                "spread": (max(found) - min(found)) / medians[name] if medians[name] else 0,
                "rounds": found,
            }
            for name, found in figures.items()
        ],
    }


def of_run(found: Sequence[dict[str, Any]], quick: bool) -> dict[str, Any]:
    """The whole run, with the machine it is of."""
    return {
        "quick": quick,
        "machine": {
            "cores": os.cpu_count(),
            "processor": platform.processor() or platform.machine(),
            "python": platform.python_version(),
        },
        "benches": list(found),
    }


def _revision() -> str:
    asked = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(asked, cwd=CHECKOUT, capture_output=True, text=True, check=False).stdout.strip()


def keep(run: dict[str, Any]) -> Path:
    """Write it into what the folder of GROEIKRACHT_BENCH_FOLDER (default `build/bench`) knows already."""
    folder = Path(os.environ.get(FOLDER) or CHECKOUT / "build" / "bench")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ("quick.json" if run["quick"] else "performance.json")
    known = json.loads(path.read_text("utf-8"))["benches"] if path.exists() else []
    anew = {bench["id"] for bench in run["benches"]}
    order = [kind.id for kind in benches()]
    every = [*run["benches"], *(old for old in known if old["id"] in order and old["id"] not in anew)]
    run = {**run, "benches": sorted(every, key=lambda bench: order.index(bench["id"]))}
    path.write_text(json.dumps(run, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return path


def show(run: dict[str, Any]) -> None:
    """Print it: every figure, and beside a goal's figure the goal and the verdict."""
    table = Table("", "figure", "median", "spread", "goal", "verdict", box=None, pad_edge=False)
    for bench in run["benches"]:
        goals = {goal["figure"]: goal for goal in bench["goals"]}
        table.add_section()
        if not bench["right"]:
            table.add_row(bench["id"], f"[red]WRONG: {bench['wrong']}[/red]")
        for figure in bench["figures"]:
            goal = goals.get(figure["name"])
            limit = "" if goal is None else f"{'≥' if goal['at_least'] else '≤'} {goal['limit']:g}"
            verdict = "" if goal is None else goal["verdict"]
            spread = f"{figure['spread']:.0%}" if len(figure["rounds"]) > 1 else ""
            table.add_row(bench["id"], figure["name"], number(figure["median"]), spread, limit, verdict)
    Console(width=140, soft_wrap=True).print(table)


def number(found: float) -> str:
    """Three digits that matter."""
    return f"{found:,.0f}" if abs(found) >= 100 else f"{found:.3g}"
