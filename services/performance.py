"""What the benches found, as a page: written from `docs/performance.json`, so that it says nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
FOUND = ROOT / "docs/performance.json"
HEAD = """# Performance

{note}
What `make bench` found, with real tokens through real processes on an embedded PostgreSQL and Kafka, beside a
reference in the same round. Absolute figures differ from machine to machine; the ratios hold. Each bench also
checks that the answers were right; one that did not is marked, and its figures count for nothing.

`make bench` measures again and leaves its JSON in `build/bench` (or the folder of GROEIKRACHT_BENCH_FOLDER);
copied over `docs/performance.json` it becomes this page by `make docs`. `make profile bench=P2` says where
the time of one goes. On a machine of {machine}; the load is that of the quarter of an hour that
ended with the bench: where it is far above what the bench itself makes, others were at work, and only the
ratios count.

![Every goal, and how far what was found is from it](performance.svg)
"""
GOALS = """
## Goals

| bench | figure | found | goal | verdict | |
| --- | --- | --- | --- | --- | --- |
"""
FIGURES = """
| figure | median | spread | rounds |
| --- | --- | --- | --- |
"""
BAR_MAX = 2.0  # twice the goal fills a bar
WIDTH, ROW, LEFT, RIGHT = 860, 26, 320, 90
COLOURS = {"met": "#2e7d32", "missed": "#c62828"}
OTHER_COLOUR = "#757575"

Json = dict[str, Any]


def page(note: str) -> str:
    """The page."""
    run = json.loads(FOUND.read_text("utf-8"))
    machine = "{cores} cores ({processor}), Python {python}".format(**run["machine"])
    lines = [HEAD.format(note=note, machine=machine), GOALS.rstrip("\n")]
    lines += [_goal_row(bench, goal) for bench, goal in _goals(run)]
    for bench in run["benches"]:
        busy = f", at a load of {bench['load']}" if "load" in bench else ""
        told = f"Measured on {bench['at'][:10]}, revision {bench['revision']}{busy}."
        wrong = "" if bench["right"] else f"\n\n**The answers were wrong: {bench['wrong']}**"
        lines.append(f"\n## {bench['id']}\n\n{bench['what']} {told}{wrong}\n{FIGURES.rstrip()}")
        lines += [_figure_row(figure) for figure in bench["figures"]]
    return "\n".join(lines) + "\n"


def picture() -> str:
    """A bar for each goal: the line is the goal, and right of it is better, however it is counted."""
    goals = list(_goals(json.loads(FOUND.read_text("utf-8"))))
    height = ROW * (len(goals) + 1)
    scale = (WIDTH - LEFT - RIGHT) / BAR_MAX
    at_goal = LEFT + scale
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for number, (bench, goal) in enumerate(goals):
        top, reached = ROW * number + ROW / 2, min(_reached(goal), BAR_MAX) * scale
        label = escape(f"{bench['id']} {goal['figure']}")
        told = escape(f"{_number(goal['found'])} ({_limit(goal)})")
        colour = COLOURS.get(goal["verdict"], OTHER_COLOUR)
        parts += [
            f'<text x="{LEFT - 8}" y="{top + 12:g}" text-anchor="end">{label}</text>',
            f'<rect x="{LEFT}" y="{top:g}" width="{reached:.1f}" height="{ROW - 8}" fill="{colour}"/>',
            f'<text x="{LEFT + reached + 5:.1f}" y="{top + 12:g}">{told}</text>',
        ]
    line = f'<line x1="{at_goal:g}" x2="{at_goal:g}" y1="4" y2="{height - 4}" stroke="#000000"/>'
    return "\n".join([*parts, line, "</svg>"]) + "\n"


def _goals(run: Json) -> Iterator[tuple[Json, Json]]:
    for bench in run["benches"]:
        for goal in bench["goals"]:
            yield bench, goal


def _goal_row(bench: Json, goal: Json) -> str:
    verdict = goal["verdict"] if bench["right"] else "wrong"
    bar = "█" * round(10 * min(_reached(goal), BAR_MAX))
    found = _number(goal["found"])
    return f"| {bench['id']} | {goal['figure']} | {found} | {_limit(goal)} | {verdict} | {bar} |"


def _figure_row(figure: Json) -> str:
    rounds = ", ".join(map(_number, figure["rounds"]))
    return f"| {figure['name']} | {_number(figure['median'])} | {figure['spread']:.0%} | {rounds} |"


def _reached(goal: Json) -> float:
    """What part of the goal was reached: 1 is the goal itself."""
    found = goal["found"] or 1e-9
    part: float = found / goal["limit"] if goal["at_least"] else goal["limit"] / found
    return part


def _limit(goal: Json) -> str:
    return f"{'≥' if goal['at_least'] else '≤'} {goal['limit']:,.4g}"


def _number(found: float) -> str:
    return f"{found:,.0f}" if abs(found) >= 100 else f"{found:.3g}"
