"""Whether what stands in a tag means something: its names, its filters, and that nothing is computed.

Jinja's own parser reads each expression; the names are looked up in the live names of the document, so that what is
accepted here is what a document can print. Source of what an expression may not do: ``documents.template``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jinja2 import TemplateError, nodes

from ctdocs.documents.facts import ClockNames
from ctdocs.documents.names import known
from ctdocs.documents.template import Value, computing, word_environment
from ctdocs.model.facts import Fact, Missing, Namespace
from ctdocs.render.docx.check_faults import COMPUTES, TAKES, Fault, did_you_mean, refused, syntax

Scope = Mapping[str, Any]

_ANYTHING: Final = Missing("anything", None)  # what is not known more closely: every name in it is accepted
_LOOP: Final = Namespace(
    dict.fromkeys(("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0"), 1)
)
_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Getattr, nodes.Getitem,
    nodes.Const, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.CondExpr, nodes.Tuple, nodes.List,
)  # fmt: skip
_FAULTS: Final = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
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
        choices = [*self._lists] if lists else [*self._known, *_members_of(scope or {})]
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
        return written in self._known or written in set(_members_of(scope))

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
        inner = {**scope, "loop": _LOOP, **dict.fromkeys(names, _ANYTHING)}
        ignored: list[Fault] = []
        items = self._value(loop.iter, dict(scope), ignored)
        if isinstance(items, tuple) and items and isinstance(loop.target, nodes.Name):
            inner[loop.target.name] = items[0]
        return _dotted(loop.iter), inner

    # -- walking an expression
    def _walk(self, tree: nodes.Node, kind: str, scope: dict[str, Any]) -> Iterator[Fault]:
        unused = [node for node in _nodes(tree) if not isinstance(node, _ALLOWED)]
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
        if not isinstance(loop.target, nodes.Name):
            faults.append(Fault("A loop gives one name to each item: {% for place in area.report_to %}."))
        elif not isinstance(items, tuple | list | Missing):
            name = _dotted(loop.iter)
            faults.append(Fault(f"'{name}' is not a list, so nothing can go through it.", self._lists_hint(name)))
        elif loop.test is not None:
            inner = {**scope, loop.target.name: items[0] if isinstance(items, tuple) and items else _ANYTHING}
            self._value(loop.test, inner, faults)

    def _lists_hint(self, name: str) -> str | None:
        near = self.nearest(name, lists=True)
        return did_you_mean(near) if near else None

    def _printed(self, node: nodes.Expr, scope: dict[str, Any], faults: list[Fault]) -> None:
        if isinstance(node, nodes.CondExpr) and node.expr2 is None:
            faults.append(Fault("'… if …' in {{ }} must also say what else to print.", "Add: else ''"))
        value = self._value(node, scope, faults)
        name = _dotted(node)
        if isinstance(value, Namespace | ClockNames | Mapping):
            inner = sorted(_members(value))
            hint = f"It has: {', '.join(inner)}."
            faults.append(Fault(f"'{name}' holds several things and cannot be printed.", hint))
        elif isinstance(value, tuple) and value and isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            faults.append(Fault(f"'{name}' is a list and cannot be printed in one piece.", _how_to_list(name, value)))

    def _value(self, node: nodes.Node | None, scope: dict[str, Any], faults: list[Fault], whole: str = "") -> Any:
        """The live value of an expression, ``_ANYTHING`` where nobody can tell; notes each name not known."""
        match node:
            case nodes.Name():
                if node.name in scope:
                    return scope[node.name]
                if node.name in self._names:
                    return self._names[node.name]
                return self._unknown(node.name, scope, faults, whole)
            case nodes.Getattr() | nodes.Getitem():
                return self._member(node, scope, faults, whole or _dotted(node))
            case nodes.Filter():
                return self._filtered(node, scope, faults)
            case nodes.Const():
                return node.value
            case nodes.Test() if node.name not in self._env.tests:
                faults.append(Fault(f"'is {node.name}' is not a test that a template can make."))
        for child in node.iter_child_nodes() if node is not None else ():
            self._value(child, scope, faults)
        return _ANYTHING

    def _member(
        self, node: nodes.Getattr | nodes.Getitem, scope: dict[str, Any], faults: list[Fault], whole: str
    ) -> Any:
        parent = self._value(node.node, scope, faults, whole)
        if isinstance(node, nodes.Getattr):
            name: Any = node.attr
        elif isinstance(node.arg, nodes.Const):
            name = node.arg.value
        else:
            self._value(node.arg, scope, faults)
            return _ANYTHING
        if isinstance(parent, Missing):
            return _ANYTHING
        if isinstance(parent, tuple) and isinstance(name, int):
            return parent[name] if name < len(parent) else _ANYTHING
        if isinstance(name, str) and name in _members(parent):
            return parent[name] if isinstance(parent, Mapping) else getattr(parent, name)
        return self._unknown(f"{_dotted(node.node) or '…'}.{name}", scope, faults, whole)

    def _filtered(self, node: nodes.Filter, scope: dict[str, Any], faults: list[Fault]) -> Any:
        value = self._value(node.node, scope, faults)
        function = self._env.filters.get(node.name)
        if function is None:
            near = difflib.get_close_matches(node.name, self._env.filters, n=1)
            hint = did_you_mean(near[0]) if near else f"There are: {', '.join(sorted(self._env.filters))}."
            faults.append(Fault(f"'{node.name}' is not a filter that a template can use.", hint))
            return _ANYTHING
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            faults.append(Fault(f"The filter '{node.name}' takes nothing in brackets.", f"Write: | {node.name}"))
        return self._tried(node, value, function, faults)

    def _tried(self, node: nodes.Filter, value: Any, function: Any, faults: list[Fault]) -> Any:
        """What the filter makes of the value; a filter that cannot take such a value is a fault now, not on the day."""
        if value is None:
            return _ANYTHING
        try:
            if node.name == "join_and" and isinstance(value, str):
                raise TypeError("the letters of a text are no list")
            result = function(value)
            if isinstance(result, Value) and result.content is not None:
                result.show(result.content)
            return result
        except _FAULTS:
            name = _dotted(node.node) or "this"
            faults.append(Fault(f"'{name}' cannot be written with the filter '{node.name}': {TAKES[node.name]}."))
            return _ANYTHING

    def _unknown(self, written: str, scope: Scope, faults: list[Fault], whole: str) -> Any:
        near = self.nearest(whole or written, scope)  # by all of it: what comes after tells more than one part alone
        hint = did_you_mean(near) if near else "The last page of an exported template lists every name."
        faults.append(Fault(f"'{written}' is not a name that this template can use.", hint))
        return _ANYTHING


def _nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _nodes(child)


def _members(value: Any) -> set[str]:
    match value:
        case Namespace():
            return set(dir(value))
        case ClockNames():
            return {"period", "due"}
        case Mapping():
            return {str(name) for name in value}
        case Value() | Fact() | str() | int() | tuple() | list() | None:
            return set()
    return {name for name in dir(value) if not name.startswith("_")}


def _members_of(scope: Scope) -> list[str]:
    """The dotted names of what a loop gave names to."""
    found = []
    for name, value in scope.items():
        inner = sorted(_members(value)) if not isinstance(value, Missing) else []
        found += [f"{name}.{member}" for member in inner] or [name]
    return found


def _dotted(node: nodes.Node | None) -> str:
    """``area.spoc.phone`` for an expression that is a name, else "" ."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            inner = _dotted(node.node)
            return f"{inner}.{node.attr}" if inner else ""
        case nodes.Getitem(arg=nodes.Const()):
            inner = _dotted(node.node)
            return f"{inner}.{node.arg.value}" if inner and isinstance(node.arg, nodes.Const) else ""
        case nodes.Filter():
            return _dotted(node.node)
    return ""


def _how_to_list(name: str, items: tuple[Any, ...]) -> str:
    if not isinstance(items[0], Namespace):
        return f"Write: {{{{ {name} | join_and }}}}"
    member = dir(items[0])[0]
    return f"Go through it: {{% for item in {name} %}} {{{{ item.{member} }}}} {{% endfor %}}"
