"""The order of the house: lower rooms know nothing of the rooms above them, and only doors print."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "ctdocs"
FLOORS = {"model": 1, "rules": 2, "documents": 3, "render": 4, "read": 4, "bundle": 5, "cli": 6, "web": 6}
SHARED = {"errors", "__init__"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: str) -> str | None:
    """``ctdocs.read.acroform`` → ``read``; None for what every room may use."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "ctdocs" and parts[1] in FLOORS else None


def imports(file: Path) -> Iterator[tuple[int, str]]:
    """Each module that a file imports, wherever in it, with its line."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_module_knows_only_what_stands_below_it(file: Path) -> None:
    here = file.relative_to(PACKAGE).parts[0]
    if here not in FLOORS:
        return
    wrong = []
    for line, module in imports(file):
        there = room(module)
        if there and there != here and FLOORS[there] >= FLOORS[here]:
            wrong.append(f"{file.name}:{line} imports {module}")
    assert wrong == []


def test_every_module_stands_in_a_room() -> None:
    top = {file.relative_to(PACKAGE).parts[0].removesuffix(".py") for file in MODULES}
    assert top <= {*FLOORS, *SHARED, "__main__"}
