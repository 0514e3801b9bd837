"""Every operation that writes says whose step it is, where it loads what it changes (B7, B10)."""

import ast
import inspect
from importlib import import_module
from textwrap import dedent

from fastapi.routing import APIRoute

from services.openapi import SERVICES
from shared.web.calculated import calculated

# what neither is loaded with `by` nor added as the caller's own, and why
OTHERWISE = {
    "respond_to_agenda": "whoever sees an agenda brings a response forward; it is the region's record",
    "open_credit_line": "the State sets what the ROM owns; its rule SET_BY_STATE says so",
}


def writing() -> list[APIRoute]:
    """Every operation of every service that stores something."""
    return [
        route
        for service in SERVICES
        for router in import_module(f"services.{service}.app").SERVICE.routers
        for route in router.routes
        if isinstance(route, APIRoute) and route.methods != {"GET"} and calculated not in route.dependencies
    ]


def calls(source: str) -> list[ast.Call]:
    """What a route calls of its transaction."""
    return [
        node
        for node in ast.walk(ast.parse(dedent(source)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "tx"
    ]


def says(source: str, *, changes: bool) -> bool:
    """Whether a route names who takes its step: on a row that is there, or that a new one is one's own."""
    found = calls(source)
    named = [{given.arg for given in call.keywords} for call in found]
    taken = any("by" in names for names in named)
    added = any(call.func.attr == "add" for call in found) and not changes
    return (taken or added) and all("by" in names for names in named if "if_match" in names)


def test_every_operation_that_writes_says_whose_step_it_is() -> None:
    silent = {
        route.name
        for route in writing()
        if not says(inspect.getsource(inspect.unwrap(route.endpoint)), changes="{id}" in route.path_format)
    }
    assert silent == set(OTHERWISE)


def test_a_route_that_says_nothing_is_found() -> None:
    assert says("async def a(tx): await tx.get(Loan, id, by=OWNER, if_match=if_match)", changes=True)
    assert says("async def a(tx): tx.add(Loan())", changes=False)
    assert not says("async def a(tx): tx.add(Loan())", changes=True)
    assert not says("async def a(tx): await tx.get(Loan, id, lock=True)", changes=False)
    for versioned in ("tx.add(Entry())", "await tx.get(Year, id, by=STATE)"):
        source = f"async def a(tx): await tx.get(Loan, id, if_match=if_match); {versioned}"
        assert not says(source, changes=False)
