"""Whether what stands in a tag means something: its names, its filters, and that nothing is computed.

Jinja's own parser reads each expression; the names are looked up in the live names of the document, so that what is
accepted here is what a document can print. Source of what an expression may not do: ``documents.template``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jinja2 import TemplateError, nodes

from ctdocs.documents.names import known
from ctdocs.documents.template import Value, computing, word_environment
from ctdocs.model.facts import Missing, Namespace
from ctdocs.render.docx.checking.faults import (
    ALL_ROWS,
    COMPUTES,
    NOT_PRINTED,
    TESTS,
    Fault,
    did_you_mean,
    dotted,
    no_such_comparison,
    no_such_test,
    refused,
    syntax,
)
from ctdocs.render.docx.checking.values import ANYTHING, Scope, members, members_of, never_equal, unfit, unprintable

_LOOP: Final = Namespace(
    {
        **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length", "depth", "depth0"), 1),
        **dict.fromkeys(("first", "last"), True),
    }
)
_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Getattr, nodes.Const,
    nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
)  # fmt: skip
_WHOLE: Final = {
    "print": "{}",
    "if": "{}{{% endif %}}",
    "elif": "{{% if true %}}{}{{% endif %}}",
    "for": "{}{{% endfor %}}",
}
"""How a tag of each kind becomes a text that Jinja can parse by itself."""


class Names:
    """The names of one document. ``rows`` are the ids of its repeated sets of fields."""

    def __init__(self, names: Mapping[str, Any], language: str, rows: Iterable[str] = ()) -> None:
        self._env = word_environment(language)
        rows = tuple(rows)
        of_renderer = {
            **dict.fromkeys(("draft", "record", "names_page"), True),
            "reference": "",
            "footer": Namespace({"text": ""}),
            "rows": Namespace({name: (Namespace({"number": 1}),) for name in rows}),
        }
        self._names = {**of_renderer, **names}
        listed = known(names)
        self._known = [one.name for one in listed]
        self._known += [f"rows.{name}" for name in rows] + ["footer.text"]
        self._known += [name for name, value in of_renderer.items() if not isinstance(value, Namespace)]
        self._lists = [one.name for one in listed if one.shown.startswith("a list of ")]

    def nearest(
        self, written: str, scope: Scope | None = None, *, lists: bool = False, strict: bool = False
    ) -> str | None:
        """The name most like what was written, by the whole of it or else by its last part; None if none is near.

        ``lists`` looks among lists alone; ``strict`` takes only what is hardly different.
        """
        choices = [*self._lists] if lists else [*self._known, *members_of(scope or {})]
        by_last: dict[str, str] = {}
        for name in choices:
            by_last.setdefault(name.rpartition(".")[2], name)
        wide = difflib.get_close_matches(written, choices, n=1, cutoff=0.75)
        if strict:
            return wide[0] if wide else None
        last = written.rpartition(".")[2]
        near = wide or difflib.get_close_matches(last, by_last, n=1, cutoff=0.75)
        near = near or difflib.get_close_matches(written, choices, n=1)
        return by_last.get(near[0], near[0]) if near else None

    def is_known(self, written: str, scope: Scope) -> bool:
        """Whether a dotted name is one that a text can print here."""
        return written in self._known or written in set(members_of(scope))

    def faults(self, kind: str, source: str, scope: Scope) -> list[Fault]:
        """Everything wrong with one tag of that kind (``print``, ``if``, ``elif`` or ``for``)."""
        try:
            whole = _WHOLE[kind].format(source)
            tree = self._env.parse(whole)
            computed = computing(self._env, whole)
        except TemplateError as error:
            return [syntax(error, source)]
        if computed is not None:
            return [COMPUTES]
        return list(dict.fromkeys(self._walk(tree, kind, dict(scope))))

    def loop(self, source: str, scope: Scope) -> tuple[str, dict[str, Any]]:
        """What a ``for`` goes through, as a dotted name ("" if it is none), and the scope within it."""
        try:
            tree = self._env.parse(_WHOLE["for"].format(source))
        except TemplateError:
            return "", {**scope, "loop": _LOOP}
        loop = next(tree.find_all(nodes.For))
        names = [name.name for name in [loop.target, *loop.target.find_all(nodes.Name)] if isinstance(name, nodes.Name)]
        inner = {**scope, "loop": _LOOP, **dict.fromkeys(names, ANYTHING)}
        ignored: list[Fault] = []
        items = self._value(loop.iter, dict(scope), ignored)
        if isinstance(items, tuple) and items and isinstance(loop.target, nodes.Name):
            inner[loop.target.name] = items[0]
        return dotted(loop.iter), inner

    # -- walking an expression
    def _walk(self, tree: nodes.Node, kind: str, scope: dict[str, Any]) -> Iterator[Fault]:
        loops = [node for loop in tree.find_all(nodes.For) for node in (*_nodes(loop.target), loop.iter)]
        lists = {id(node) for node in loops if isinstance(node, nodes.Tuple | nodes.List)}
        unused = [node for node in _nodes(tree) if not isinstance(node, _ALLOWED) and id(node) not in lists]
        if unused:
            yield from (refused(node) for node in unused)
            return
        faults: list[Fault] = []
        for loop in tree.find_all(nodes.For):
            self._loop(loop, scope, faults)
        if kind != "for":
            for output in tree.find_all(nodes.Output):
                for node in output.nodes:
                    if not isinstance(node, nodes.TemplateData):
                        self._printed(node, scope, faults)
            for condition in tree.find_all(nodes.If):
                self._value(condition.test, scope, faults)
        yield from faults

    def _loop(self, loop: nodes.For, scope: dict[str, Any], faults: list[Fault]) -> None:
        items = self._value(loop.iter, scope, faults)
        name = dotted(loop.iter)
        if not isinstance(loop.target, nodes.Name):
            faults.append(Fault("A loop gives one name to each item: {% for place in area.report_to %}."))
        elif not isinstance(items, tuple | list | Missing):
            faults.append(Fault(f"'{name}' is not a list, so nothing can go through it.", self._lists_hint(name)))
        elif loop.test is not None:
            item = items[0] if isinstance(items, tuple) and items else ANYTHING
            inner = {**scope, "loop": _LOOP, loop.target.name: item}
            self._value(loop.test, inner, faults)
            if name.startswith("rows."):
                faults.append(ALL_ROWS)

    def _lists_hint(self, name: str) -> str | None:
        near = self.nearest(name, lists=True)
        return did_you_mean(near) if near else None

    def _printed(self, node: nodes.Node, scope: dict[str, Any], faults: list[Fault]) -> None:
        match node:
            case nodes.CondExpr():
                if node.expr2 is None:
                    faults.append(Fault("'… if …' in {{ }} must also say what else to print.", "Add: else ''"))
                self._value(node.test, scope, faults)
                for one in (node.expr1, node.expr2):
                    if one is not None:
                        self._printed(one, scope, faults)
            case nodes.And() | nodes.Or():
                self._printed(node.left, scope, faults)
                self._printed(node.right, scope, faults)
            case nodes.Compare() | nodes.Not() | nodes.Test():
                self._value(node, scope, faults)
                faults.append(NOT_PRINTED)
            case _:
                value = self._value(node, scope, faults)
                if (wrong := unprintable(value, dotted(node))) is not None:
                    faults.append(wrong)

    def _value(self, node: nodes.Node | None, scope: dict[str, Any], faults: list[Fault], whole: str = "") -> Any:
        """The live value of an expression, ``ANYTHING`` where nobody can tell; notes each name not known."""
        match node:
            case nodes.Name():
                if node.name in scope:
                    return scope[node.name]
                if node.name in self._names:
                    return self._names[node.name]
                return self._unknown(node.name, scope, faults, whole)
            case nodes.Getattr():
                return self._member(node, scope, faults, whole or dotted(node))
            case nodes.Filter():
                return self._filtered(node, scope, faults)
            case nodes.Const():
                return node.value
            case nodes.Compare():
                return self._compared(node, scope, faults)
            case nodes.Test() if node.name not in TESTS:
                faults.append(no_such_test(node.name))
        for child in node.iter_child_nodes() if node is not None else ():
            self._value(child, scope, faults)
        return ANYTHING

    def _member(self, node: nodes.Getattr, scope: dict[str, Any], faults: list[Fault], whole: str) -> Any:
        parent = self._value(node.node, scope, faults, whole)
        if isinstance(parent, Missing):
            return ANYTHING
        if node.attr in members(parent):
            return parent[node.attr] if isinstance(parent, Mapping) else getattr(parent, node.attr)
        return self._unknown(f"{dotted(node.node) or '…'}.{node.attr}", scope, faults, whole)

    def _compared(self, node: nodes.Compare, scope: dict[str, Any], faults: list[Fault]) -> Any:
        left: tuple[nodes.Node, Any] = (node.expr, self._value(node.expr, scope, faults))
        for operand in node.ops:
            right = (operand.expr, self._value(operand.expr, scope, faults))
            wrong = no_such_comparison(operand.op) or never_equal(left, right)
            faults += [wrong] if wrong is not None else []
            left = right
        return ANYTHING

    def _filtered(self, node: nodes.Filter, scope: dict[str, Any], faults: list[Fault]) -> Any:
        value = self._value(node.node, scope, faults)
        if node.name not in self._env.filters:
            near = difflib.get_close_matches(node.name, self._env.filters, n=1)
            hint = did_you_mean(near[0]) if near else f"There are: {', '.join(sorted(self._env.filters))}."
            faults.append(Fault(f"'{node.name}' is not a filter that a template can use.", hint))
            return ANYTHING
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            faults.append(Fault(f"The filter '{node.name}' takes nothing in brackets.", f"Write: | {node.name}"))
        wrong = unfit(value, node.name, dotted(node.node))
        if wrong is not None:
            faults.append(wrong)
        return value if isinstance(value, Value) else ANYTHING

    def _unknown(self, written: str, scope: Scope, faults: list[Fault], whole: str) -> Any:
        near = self.nearest(whole or written, scope)  # by all of it: what comes after tells more than one part alone
        hint = did_you_mean(near) if near else "The last page of an exported template lists every name."
        faults.append(Fault(f"'{written}' is not a name that this template can use.", hint))
        return ANYTHING


def _nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _nodes(child)
