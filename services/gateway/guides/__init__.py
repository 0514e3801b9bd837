"""The guides of docs/ as pages of the gateway, so that whoever has its address has them too."""

import html
import re
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from starlette.routing import BaseRoute, Route

from shared.web.kept import FOR_MINUTES, Kept

DOCS = (
    Path(str(files("services.gateway.guides"))) / "docs"
)  # a link to docs/, and a folder of files where it is installed
GUIDES = {  # what each is, as the page at / offers it
    "third-party": "Calling the API",
    "first-agenda": "The first agenda of a region",
    "first-award": "The first award of a region",
    "first-loan": "The first loan of a ROM",
    "schedules": "Schedules of loans",
    "rom-back-office": "Connecting a ROM's back-office",
    "events": "Events",
    "rules": "Rules",
    "regels": "Regels (Dutch)",
    "life-cycles": "Life cycles",
    "glossary": "Glossary, English and Dutch",
}
DUTCH = {"regels"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
}
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/portal/favicon-32x32.png">
<link rel="stylesheet" href="/portal/portal.css">
</head>
<body class="guide">
<nav><a href="/">Groeikracht: read and try the APIs</a></nav>
<main>
{text}</main>
</body>
</html>
"""


def routes() -> list[BaseRoute]:
    """One page a guide; made at the first start, kept compressed."""
    return [
        Route(f"/guides/{name}", Kept(page(name).encode(), "text/html", FOR_MINUTES, **HEADERS).answer)
        for name in GUIDES
    ]


@cache
def page(name: str) -> str:
    """A guide as HTML: its headings can be linked to, its links lead to what is served here or to nothing."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((DOCS / f"{name}.md").read_text("utf-8"))
    for token, text in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _anchor(text.content))
    for token in tokens:
        token.children = _linked(token.children) if token.children else token.children
    text = reader.renderer.render(tokens, reader.options, {})
    language = "nl" if name in DUTCH else "en"
    return PAGE.format(language=language, title=html.escape(GUIDES[name]), text=text)


def _anchor(heading: str) -> str:
    """The name of a heading, as the pages' own links write it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _linked(children: list[Token]) -> list[Token]:
    """A line whose links to other guides lead to addresses here; of a link to a file only the words stay."""
    kept, leads = [], True
    for token in children:
        if token.type == "link_open":
            address = _address(str(token.attrGet("href")))
            leads = address is not None
            token.attrSet("href", address or "")
        if leads or not token.type.startswith("link_"):
            kept.append(token)
        leads = leads or token.type == "link_close"
    return kept


def _address(target: str) -> str | None:
    parts = urlsplit(target)
    name = Path(parts.path).name.removesuffix(".md")
    if parts.scheme or not parts.path:
        return target
    if parts.path == f"{name}.md" and name in GUIDES:
        return f"/guides/{name}" + (f"#{parts.fragment}" if parts.fragment else "")
    return None
