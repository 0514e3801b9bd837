"""An agenda as a page that prints well: one HTML document without scripts, everything escaped."""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from services.agenda.agendas.versions.models import AgendaVersion
from shared.kernel.money import euros

STYLE = """
@page { size: A4; margin: 22mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); } }
body { font: 11pt/1.5 Georgia, serif; color: #1d1d1b; max-width: 44em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 22pt; line-height: 1.2; margin: 0; }
h2 { font-size: 14pt; margin: 2em 0 .4em; break-after: avoid; }
p { margin: .4em 0; white-space: pre-line; }
table { border-collapse: collapse; width: 100%; font-size: 10pt; }
th, td { text-align: left; vertical-align: top; padding: .35em .6em .35em 0; }
th, td { border-bottom: 1px solid #c9c6c0; }
tr { break-inside: avoid; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.meta { color: #5c5a55; } footer { margin-top: 3em; font-size: 8.5pt; color: #5c5a55; }
nav ul { padding-left: 1.2em; } a { color: inherit; }
@media print { nav { break-after: page; } body { margin: 0; max-width: none; padding: 0; } }
"""
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; frame-ancestors 'none'"
WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "contents": "Contents",
        "partners": "Partners",
        "topics": "Topsectors, themes and specialisations",
        "urgency": "Why now",
        "goals": "Goals",
        "actions": "Actions",
        "economic_chapter": "The economy",
        "spatial_chapter": "The space",
        "decisions": "Decisions",
        "goal": ("Goal", "Baseline", "Target", "Gap", "Growth a year"),
        "action": ("Action", "Policy domain", "Budget"),
        "partner": ("Part of the triple helix", "Organisation", "KvK number"),
        "decision": ("Body", "Date", "Reference"),
        "marks": {},
        "codes": {
            "ECONOMIC": "Economy",
            "INNOVATION": "Innovation",
            "SPATIAL": "Space",
            "GOVERNMENT": "Government",
            "BUSINESS": "Business",
            "KNOWLEDGE": "Knowledge",
        },
        "version": "Version",
        "source": "Source",
    },
    "nl": {
        "contents": "Inhoud",
        "partners": "Partners",
        "topics": "Topsectoren, thema's en specialisaties",
        "urgency": "Waarom nu",
        "goals": "Doelen",
        "actions": "Acties",
        "economic_chapter": "De economie",
        "spatial_chapter": "De ruimte",
        "decisions": "Besluiten",
        "goal": ("Doel", "Nulmeting", "Streefwaarde", "Verschil", "Groei per jaar"),
        "action": ("Actie", "Beleidsterrein", "Budget"),
        "partner": ("Deel van de triple helix", "Organisatie", "KvK-nummer"),
        "decision": ("Orgaan", "Datum", "Kenmerk"),
        "marks": str.maketrans(",.", ".,"),
        "codes": {
            "ECONOMIC": "Economie",
            "INNOVATION": "Innovatie",
            "SPATIAL": "Ruimte",
            "GOVERNMENT": "Overheid",
            "BUSINESS": "Bedrijfsleven",
            "KNOWLEDGE": "Kennis",
        },
        "version": "Versie",
        "source": "Bron",
    },
}


def page(version: AgendaVersion, language: str) -> str:
    """The version as HTML, with headings in Dutch (`nl`) or English; the texts as the region wrote them."""
    words = WORDS[language]
    held = version.content
    parts = {
        "urgency": _urgency(words, held["urgency"]),
        "goals": _table(words["goal"], (_goal(words, goal) for goal in held["goals"])),
        "economic_chapter": _text(held["economic_chapter"]),
        "spatial_chapter": _text(held["spatial_chapter"]),
        "actions": _table(words["action"], (_action(words, action) for action in held["actions"])),
        "topics": _text(", ".join([*held["topsectors"], *held["themes"], *held["specialisations"]])),
        "partners": _table(words["partner"], (_partner(words, one) for one in held.get("partners", []))),
        "decisions": _table(words["decision"], map(_decision, version.decisions)),
    }
    contents = "".join(f'<li><a href="#{name}">{words[name]}</a></li>' for name in parts)
    sections = "".join(
        f'<section id="{name}"><h2>{words[name]}</h2>{part}</section>' for name, part in parts.items()
    )
    title, edition = escape(version.title), f"{words['version']} {version.edition}"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>"
        f'<p class="meta">{escape(held["starts_on"])} – {escape(held["ends_on"])} · {edition}, '
        f'{version.adopted_on}</p><nav aria-label="{words["contents"]}"><ul>{contents}</ul></nav>{sections}'
        f"<footer>{edition} · SHA-256 {escape(version.digest)}</footer></body></html>"
    )


def _urgency(words: Mapping[str, Any], drivers: Iterable[Mapping[str, Any]]) -> str:
    told = [
        f'<p>{escape(driver["text"])}</p><p class="meta">{words["source"]}: {escape(driver["source"])}</p>'
        for driver in drivers
    ]
    return "".join(told)


def _text(text: str | None) -> str:
    return f"<p>{escape(text or '–')}</p>"


def _goal(words: Mapping[str, Any], goal: Mapping[str, Any]) -> list[str]:
    growth = goal.get("growth_percent")
    gap = goal.get("gap", goal["target"] - goal["baseline"])
    figures = [f"{goal[name]:,}".translate(words["marks"]) for name in ("baseline", "target")]
    return [
        f"{goal['name']} ({goal['unit']})",
        f"{figures[0]} ({goal['baseline_year']})",
        f"{figures[1]} ({goal['target_year']})",
        f"{gap:,}".translate(words["marks"]),
        "–" if growth is None else f"{growth} %".translate(words["marks"]),
    ]


def _action(words: Mapping[str, Any], action: Mapping[str, Any]) -> list[str]:
    cents = action.get("budget_cents")
    budget = "–" if cents is None else f"€ {euros(cents)}".translate(words["marks"])
    return [action["name"], words["codes"][action["policy_domain"]], budget]


def _partner(words: Mapping[str, Any], partner: Mapping[str, Any]) -> list[str]:
    return [words["codes"][partner["helix"]], partner["name"], partner["kvk_number"]]


def _decision(decision: Mapping[str, Any]) -> list[str]:
    return [decision["body"], decision["decided_on"], decision.get("reference") or "–"]


def _table(columns: Iterable[str], rows: Iterable[list[str]]) -> str:
    head = "".join(f"<th>{column}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
