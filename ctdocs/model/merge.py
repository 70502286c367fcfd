"""An area's file laid over its county's: what both say, the area says."""

from __future__ import annotations

import hashlib
from typing import Any

from ctdocs.errors import Place
from ctdocs.model.yamlplaces import Path_, Tree

PROVENANCE = frozenset({"source", "read_on", "confirmed_on", "note"})


def merged(lower: Tree, upper: Tree) -> Tree:
    """``upper`` over ``lower``: mappings merge name by name, anything else is replaced whole.

    Each place points to the file that its value came from. Where ``upper`` gives a value of its own, what ``lower``
    says of the source and confirmation of the old value goes with that value.
    """
    values: dict[Path_, Place] = {}
    keys: dict[Path_, Place] = {}

    def take(tree: Tree, path: Path_, node: Any) -> Any:
        if path in tree.keys:
            keys[path] = tree.keys[path]
        values[path] = tree.values[path]
        if isinstance(node, dict):
            return {name: take(tree, (*path, name), inner) for name, inner in node.items()}
        if isinstance(node, list):
            return [take(tree, (*path, index), inner) for index, inner in enumerate(node)]
        return node

    def lay(path: Path_, under: Any, over: Any) -> Any:
        if not (isinstance(under, dict) and isinstance(over, dict)) or "value" in over:
            return take(upper, path, over)
        if path in upper.keys:
            keys[path] = upper.keys[path]
        values[path] = upper.values[path]
        stale = PROVENANCE if over.keys() - PROVENANCE else frozenset()
        result = {}
        for name in [*over, *(name for name in under if name not in over and name not in stale)]:
            inner = (*path, name)
            if name not in over:
                result[name] = take(lower, inner, under[name])
            elif name in under:
                result[name] = lay(inner, under[name], over[name])
            else:
                result[name] = take(upper, inner, over[name])
        return result

    data = lay((), lower.data, upper.data)
    digest = hashlib.sha256(f"{lower.digest} {upper.digest}".encode()).hexdigest()
    return Tree(data, upper.name, digest, values, keys, {**upper.lines, **lower.lines})
