"""Everything that is generated from the code: rules, life cycles, events, settings, OpenAPI documents."""

import importlib
import inspect
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from services import coverage, performance, wings
from services.gateway.settings import GatewaySettings
from services.openapi import SERVICES, openapi_documents
from shared.contracts import publish
from shared.kernel.events import Event
from shared.kernel.lifecycle import Lifecycle
from shared.kernel.rules import CATALOGUE, DUTCH, FourEyes, Rule

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- Written by `make docs`; edit the code, not this file. -->\n"


def rules() -> str:
    """The catalogue of business rules as a table, by the place that declares them."""
    lines = ["| code | refusal | the rule | source |", "| --- | --- | --- | --- |"]
    for place, group in sorted(_rules_by_place().items()):
        lines.append(f"| **{place}** | | | |")
        lines += [_rule_row(rule) for rule in group]
    return "\n".join(lines) + "\n"


def write(check: bool) -> list[Path]:
    """Write what is out of date, or with `check` only name it; paths from the checkout's root."""
    drifted = []
    for path, content in _documents():
        if not path.exists() or path.read_text("utf-8") != content:
            drifted.append(path.relative_to(ROOT))
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, "utf-8")
    if not check:
        publish.main()
    return drifted


def _documents() -> Iterator[tuple[Path, str]]:
    yield ROOT / "docs/rules.md", f"# Rules\n\n{NOTE}\n{rules()}"
    yield ROOT / "docs/regels.md", f"# Regels\n\n{NOTE}\n{_regels()}"
    yield ROOT / "docs/life-cycles.md", f"# Life cycles\n\n{NOTE}{_life_cycles()}"
    yield ROOT / "docs/events.md", f"# Events\n\n{NOTE}\n{_events(SERVICES)}"
    yield ROOT / "docs/coverage.md", coverage.page(modules(), NOTE)
    yield ROOT / "docs/wings.md", wings.page(NOTE)
    yield ROOT / "docs/performance.md", performance.page(NOTE)
    yield ROOT / "docs/performance.svg", performance.picture()
    yield ROOT / "docs/settings.md", f"# Settings\n\n{NOTE}\n{_settings()}"
    yield ROOT / "services/gateway/problems/rules.json", _problems()
    for name, document in openapi_documents().items():
        yield ROOT / f"docs/openapi/{name}.json", json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    for name in SERVICES:
        yield ROOT / f"services/{name}/README.md", _readme(name)


def modules() -> list[ModuleType]:
    """Every module of the suite, those of all services imported."""
    for name in SERVICES:
        importlib.import_module(f"services.{name}.app")
        importlib.import_module(f"services.{name}.worker")
    return [
        module for name, module in sorted(sys.modules.items()) if name.startswith(("services.", "shared."))
    ]


def _rules_by_place() -> dict[str, list[Rule]]:
    places: dict[str, str] = {}
    for module in modules():
        for value in vars(module).values():
            declared = (
                [value] if isinstance(value, Rule) else [value.rule] if isinstance(value, Lifecycle) else []
            )
            for rule in declared:
                places.setdefault(rule.code, module.__name__)
                if module.__name__.endswith(".rules"):
                    places[rule.code] = _declaring(module, rule, places[rule.code])
    found: dict[str, list[Rule]] = {}
    for code, place in sorted(places.items()):
        found.setdefault(place, []).append(CATALOGUE[code])
    return found


def _declaring(module: ModuleType, rule: Rule, known: str) -> str:
    """A rule belongs to the module whose source spells its code; others only import it."""
    own = f'"{rule.code}"' in inspect.getsource(module) or rule.code.endswith(".life-cycle")
    return module.__name__ if own else known


def _rule_row(rule: Rule) -> str:
    marks = " (four eyes)" if isinstance(rule, FourEyes) else ""
    kept = " Refusals are audited." if rule.audited else ""
    return f"| `{rule.code}` | {rule.status} | {rule.statement}{marks}{kept} | {rule.source} |"


def _regels() -> str:
    """The same catalogue in Dutch; a rule that nobody translated yet is marked and stands in English."""
    lines = [
        "| code | weigering | de regel | wat te doen | bron |",
        "| --- | --- | --- | --- | --- |",
    ]
    for place, group in sorted(_rules_by_place().items()):
        lines.append(f"| **{place}** | | | | |")
        for rule in group:
            told = DUTCH.get(rule.code, {"statement": f"(Engels) {rule.statement}", "mend": rule.mend})
            marks = " (vier ogen)" if isinstance(rule, FourEyes) else ""
            kept = " Weigeringen worden vastgelegd." if rule.audited else ""
            lines.append(
                f"| `{rule.code}` | {rule.status} | {told['statement']}{marks}{kept} | {told['mend']} "
                f"| {rule.source} |"
            )
    return "\n".join(lines) + "\n"


def _problems() -> str:
    """What the gateway serves under `/problems/<code>`, the address in every refusal's `type`."""
    every = [rule for group in _rules_by_place().values() for rule in group]
    told = {
        rule.code: {
            "code": rule.code,
            "status": rule.status,
            "title": rule.refusal,
            "statement": rule.statement,
            "mend": rule.mend,
            "source": rule.source,
        }
        for rule in every
    }
    return json.dumps(dict(sorted(told.items())), indent=2, ensure_ascii=False) + "\n"


def _life_cycles() -> str:
    from shared.kernel.lifecycle import LIFECYCLES

    modules()
    parts = [
        f"\n## {name}\n\nSource: {cycle.source}\n\n```mermaid\n{cycle.diagram()}\n```\n"
        for name, cycle in sorted(LIFECYCLES.items())
    ]
    return "".join(parts)


def _published(name: str) -> list[type[Event]]:
    found: list[type[Event]] = importlib.import_module(f"shared.contracts.{name}").EVENTS
    return found


def _reactions(name: str) -> Iterator[tuple[str, type[Event], str]]:
    for subscription in importlib.import_module(f"services.{name}.worker").SUBSCRIPTIONS:
        for event, reactions in subscription.reactions.items():
            for reaction in reactions:
                yield subscription.pattern.replace("\\", ""), event, reaction.__name__


def _events(names: tuple[str, ...]) -> str:
    lines = ["| service | | event | to or from | what |", "| --- | --- | --- | --- | --- |"]
    for name in names:
        for event in _published(name):
            where = f"groeikracht.{name}" + (", the ROM's outbound" if event.to_rom else "")
            first = (event.__doc__ or "").strip().splitlines()[0]
            lines.append(f"| {name} | out | `{event.type()}` {event.semver} | {where} | {first} |")
        for topic, event, reaction in _reactions(name):
            lines.append(f"| {name} | in | `{event.type()}` | {topic} | `{reaction}` |")
    return "\n".join(lines) + "\n"


def _settings() -> str:
    lines = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in GatewaySettings.model_fields.items():
        default = "" if "secret" in str(field.annotation).lower() else str(field.default)
        lines.append(f"| `GROEIKRACHT_{name.upper()}` | `{default}` | {field.description or ''} |")
    return "\n".join(lines) + "\n"


def _readme(name: str) -> str:
    text = (ROOT / f"services/{name}/README.md").read_text("utf-8")
    mine = [
        rule
        for place, group in _rules_by_place().items()
        if place.startswith(f"services.{name}.")
        for rule in group
    ]
    table = "\n".join(
        ["| code | refusal | the rule | source |", "| --- | --- | --- | --- |", *map(_rule_row, mine)]
    )
    text = _between(text, "wings", wings.table(name))
    text = _between(text, "rules", table + "\n")
    return _between(text, "events", _events((name,)))


def _between(text: str, mark: str, content: str) -> str:
    start, end = f"<!-- generated:{mark} -->", f"<!-- /generated:{mark} -->"
    if start not in text or end not in text:
        raise ValueError(f"a service README needs the lines {start} and {end}")
    return re.sub(
        f"{re.escape(start)}.*{re.escape(end)}", lambda _: f"{start}\n{content}{end}", text, flags=re.S
    )
