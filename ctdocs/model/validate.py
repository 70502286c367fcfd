"""Checking what a person wrote against a pydantic model, and saying what is wrong in plain sentences.

pydantic says ``extra_forbidden at ('spocc',)``; a person needs "'spocc' is not a name that a profile knows. Did you
mean 'spoc'?", with the file, the line and a caret. Every fault is reported, in the order of the file.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from ctdocs.errors import Place, Problem, Refused
from ctdocs.model.yamlfaults import quoted
from ctdocs.model.yamlplaces import Path_, Tree

M = TypeVar("M", bound=BaseModel)

MAX_FAULTS = 500
"""More than anybody mends at one sitting; it keeps a hostile file from costing minutes."""

_FAULTS = "several_faults"


def check(model: type[M], tree: Tree, *, what: str = "this file") -> M:
    """The tree as a ``model``. Raises ``Refused`` with every fault.

    ``what`` completes "… is not a name that … knows".
    """
    checked, problems = checked_or_problems(model, tree, what=what)
    if checked is None:
        raise refusal(tree.name, problems)
    return checked


def refusal(name: str, problems: Sequence[Problem]) -> Refused:
    """The error for a file with faults of content."""
    count = f"{len(problems)} faults" if len(problems) > 1 else "a fault"
    return Refused(f"{name} has {count}.", problems=problems)


def checked_or_problems(model: type[M], tree: Tree, *, what: str = "this file") -> tuple[M | None, tuple[Problem, ...]]:
    """The tree as a ``model`` and nothing, or None and every fault in the order of the file."""
    try:
        return model.model_validate(tree.data), ()
    except ValidationError as error:
        found = [fault for details in error.errors(include_url=False) for fault in _expanded(details)][:MAX_FAULTS]
    files = list(tree.lines)
    unique = {(p.place, p.message): p for p in (_problem(d, model, tree, what) for d in _without_noise(found, tree))}

    def order(problem: Problem) -> tuple[int, int, int]:
        place = problem.place or Place("", 0, 0)
        return (files.index(place.file) if place.file in files else -1, place.line, place.column)

    return None, tuple(sorted(unique.values(), key=order))


def several(faults: Iterable[tuple[Path_, str]]) -> PydanticCustomError:
    """An error for a validator to raise that stands for several faults, each at a path below the validated value."""
    return PydanticCustomError(_FAULTS, "{faults}", {"faults": tuple(faults)})


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The one of ``names`` that ``word`` was most likely meant to be, or None."""
    by_folded = {name.lower(): name for name in names}
    found = difflib.get_close_matches(word.lower(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def _expanded(details: ErrorDetails) -> Iterable[ErrorDetails]:
    if details["type"] != _FAULTS:
        yield details
        return
    for path, message in details["ctx"]["faults"]:
        yield ErrorDetails(type="value_error", loc=(*details["loc"], *path), msg=message, input=None)


_SHAPES = {
    "model_type": "lines of 'name: value'",
    "model_attributes_type": "lines of 'name: value'",
    "dict_type": "lines of 'name: value'",
    "list_type": "a list, each item on a line that begins with '- '",
    "tuple_type": "a list, each item on a line that begins with '- '",
    "string_type": "text",
}


def _without_noise(found: list[ErrorDetails], tree: Tree) -> list[ErrorDetails]:
    """Where a value may have one of several shapes, pydantic complains once for each: keep what says more."""
    paths = [_path(details["loc"], tree) for details in found]
    kept = []
    for details, path in zip(found, paths, strict=True):
        others = [d for d, p in zip(found, paths, strict=True) if d is not details and p[: len(path)] == path]
        if details["type"] in _SHAPES and any(other["type"] not in _SHAPES for other in others):
            continue
        kept.append(details)
    return kept


def _path(loc: tuple[str | int, ...], tree: Tree) -> Path_:
    """The parts of a pydantic location that stand in the file: tags of unions and wrappings of validators do not."""
    node, path = tree.data, []
    for part in loc:
        inside = part in node if isinstance(node, dict) else isinstance(node, list) and _is_index(part, node)
        if inside:
            node = node[part]
            path.append(part)
    return tuple(path)


def _is_index(part: str | int, node: list[Any]) -> bool:
    return isinstance(part, int) and part < len(node)


def _problem(details: ErrorDetails, model: type[BaseModel], tree: Tree, what: str) -> Problem:
    path = _path(details["loc"], tree)
    kind = details["type"]
    hint = None
    if kind == "extra_forbidden":
        # A name that pydantic reports with its value inside a list or mapping still stands last in its location.
        names = _names_at(model, details["loc"][:-1])
        message, hint = _unknown_name(str(details["loc"][-1]), names, path, what)
        if details.get("input") is None and " " in str(details["loc"][-1]):
            # {name: a, b}: YAML ends the value at the comma and takes "b" for a name
            hint = "If it belongs to the text before the comma, put that text in quotes."
        place = tree.key_place(path)
    elif kind == "missing":
        message = f"'{details['loc'][-1]}' is missing{_under(path)}."
        place = tree.place(path)
    else:
        message, hint = _wrong_value(details)
        place = tree.key_place(path) if details["loc"] and details["loc"][-1] == "[key]" else tree.place(path)
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
    return Problem(message, place, hint, tree.excerpt(place) or None, code=kind.replace("_", "-"), field=field)


def _under(path: Path_) -> str:
    names = [part for part in path if isinstance(part, str)]
    return f" under '{names[-1]}'" if names else ""


def _unknown_name(name: str, names: list[str], path: Path_, what: str) -> tuple[str, str | None]:
    where = _under(path[:-1])
    knows = f"is not a name that belongs{where}" if where else f"is not a name that {what} knows"
    near = nearest(name, names)
    if near:
        return f"{quoted(name)} {knows}. Did you mean '{near}'?", None
    return f"{quoted(name)} {knows}.", f"Names that do: {', '.join(names)}." if names else None


def _wrong_value(details: ErrorDetails) -> tuple[str, str | None]:
    kind, given, context = details["type"], details.get("input"), details.get("ctx", {})
    if kind in ("literal_error", "enum"):
        options = _options(str(context.get("expected", "")))
        near = nearest(given, options) if isinstance(given, str) else None
        message = f"{_quoted(given)} is not one of {', '.join(options)}."
        return (f"{message} Did you mean '{near}'?" if near else message), None
    if kind in _SHAPES:
        return _wrong_shape(given, _SHAPES[kind]), None
    if kind in _SENTENCES and given is None:
        return "A value is missing here.", None
    if kind in _SENTENCES:
        return _SENTENCES[kind](_quoted(given), context), None
    if kind in ("value_error", "assertion_error"):
        reason = str(context.get("error", details["msg"])).rstrip(".")
        return reason[:1].upper() + reason[1:] + ".", None
    return f"{_quoted(given)}: {details['msg']}.", None


_DATE = "{given} is not a date written as year-month-day, such as 2026-11-20."
_NUMBER = "{given} is not a number."
_WHOLE = "{given} is not a whole number."
_YES = "{given} is neither yes nor no."
_TEMPLATES = {
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": "{given} is too large a number.",
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "bool_parsing": _YES,
    "bool_type": _YES,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "date_type": _DATE,
    "greater_than": "{given} is too small: it must be more than {gt}.",
    "greater_than_equal": "{given} is too small: it must be at least {ge}.",
    "less_than": "{given} is too large: it must be less than {lt}.",
    "less_than_equal": "{given} is too large: it must be at most {le}.",
    "string_pattern_mismatch": "{given} is not written as it must be (pattern {pattern}).",
    "string_too_short": "{given} is too short: at least {min_length} characters are needed.",
    "string_too_long": "{given} is too long: at most {max_length} characters are allowed.",
    "too_short": "At least {min_length} are needed here; there are {actual_length}.",
    "too_long": "At most {max_length} are allowed here; there are {actual_length}.",
}


def _sentence(template: str) -> Callable[[str, dict[str, Any]], str]:
    return lambda given, context: template.format(given=given, **context)


_SENTENCES = {kind: _sentence(template) for kind, template in _TEMPLATES.items()}


def _wrong_shape(given: Any, wanted: str) -> str:
    if given is None:
        return f"A value is missing here: {wanted}."
    if isinstance(given, str):
        return f"{_quoted(given)} stands where {wanted} should be."
    shape = "A list" if isinstance(given, list | tuple) else "A group of names"
    return f"{shape} stands where {wanted} should be."


def _quoted(given: Any) -> str:
    if isinstance(given, str):
        return quoted(given)
    return "A list" if isinstance(given, list | tuple) else "A group of names" if isinstance(given, dict) else "This"


def _options(expected: str) -> list[str]:
    """pydantic lists the literals as "'a', 'b' or 'c'"."""
    return [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(", ") if part]


def _names_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Every name that the schema allows at ``loc``, in its order."""
    models: list[type[BaseModel]] = [model]
    for part in loc:
        fields = [(m, name) for m in models for name in m.model_fields if part in (name, m.model_fields[name].alias)]
        inner = [found for m, name in fields for found in models_in(m.model_fields[name].annotation)]
        # An index, or the tag of a union, leads to no other model; the tag of a model picks that one.
        models = inner or [m for m in models if m.__name__ == part] or models
    return list(dict.fromkeys(field.alias or name for m in models for name, field in m.model_fields.items()))


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """Every model that an annotation such as ``tuple[A, ...] | None`` names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in get_args(annotation) for found in models_in(inner)]
