"""Jinja for document text: sandboxed, strict about names, and blind to what a value says.

Every value that an expression prints is taken out of the text and kept apart; in the text a numbered mark stands for
it. So a value can hold Markdown, Jinja, quotes or control characters and still be printed as it is.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from jinja2 import StrictUndefined, TemplateError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ctdocs.documents.blocks import Field, InlineField
from ctdocs.documents.markup import CLOSE, OPEN, Piece, mark
from ctdocs.model.facts import Fact, Missing
from ctdocs.model.text import join_and, long_date, words

_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
_COMPUTING = (nodes.Concat, nodes.Slice, *_ARITHMETIC)
Holds = Literal["text", "date", "yesno"]
"""What a value of a case can be."""

_SINK = "sink "  # the blank keeps it out of reach of any name in a template

FAULTS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
"""What an expression raises that Jinja does not turn into an error of its own."""


class TextError(ValueError):
    """A text that cannot be rendered: bad Jinja, or a name that is not known. ``near`` is the nearest name that is."""

    def __init__(self, message: str, near: str | None = None) -> None:
        super().__init__(message)
        self.near = near


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A value that a field can hold. ``content`` is None where it is not known yet.

    ``holds`` says what the content is, once it is known: a filter that cannot write such a thing is wrong in a text
    before anything is known. ``rests_on`` is the fact of the profile that it was computed with. A value that is not
    known counts as true, so that a blank letter shows every part that a case may need. ``how`` is what to do where it
    is not known and must be.
    """

    field: Field
    content: Any
    show: Callable[[Any], str] = str
    final: bool = False
    rests_on: Fact | None = None
    holds: Holds = "text"
    how: str = ""

    def __bool__(self) -> bool:
        return bool(self.content) if self.content is not None else not self.final

    def __eq__(self, other: object) -> bool:
        return bool(self.content == (other.content if isinstance(other, Value) else other))

    def __hash__(self) -> int:
        return hash(self.field.id)

    def __str__(self) -> str:
        raise TypeError("a value stands by itself in {{ }}; it cannot be joined to other text there")

    def with_text(self, show: Callable[[Any], str]) -> Value:
        """The same value, printed by another function."""
        return dataclasses.replace(self, show=show)


@dataclass
class Sink:
    """Where the values of one text go. ``print_value`` decides what stands for each."""

    print_value: Callable[[Any], str | InlineField]
    pieces: list[Piece] = field(default_factory=list)


@pass_context
def _finalize(context: Context, value: Any) -> str:
    sink = context.parent.get(_SINK)
    if sink is None:  # jinja folds constants before a context exists
        return str(value)
    sink.pieces.append(Piece(sink.print_value(value), isinstance(value, Fact)))
    return mark(len(sink.pieces) - 1)


def _through(function: Callable[[Any], str]) -> Callable[[Any], Any]:
    """A filter that keeps what is known of the value it changes: unknown, not confirmed, or held by a field."""

    def apply(value: Any) -> Any:
        parts = value if isinstance(value, tuple | list) else (value,)
        missing = next((part for part in parts if isinstance(part, Missing)), None)
        if missing is not None:
            return missing
        if isinstance(value, Value):
            return value.with_text(function)
        text = function(value)
        facts = [part for part in parts if isinstance(part, Fact)]
        doubtful = next((fact for fact in facts if not fact.confirmed), facts[0] if facts else None)
        if doubtful is None:
            return text
        return Fact(
            text, name=doubtful.name, place=doubtful.place, source=doubtful.source, confirmed=doubtful.confirmed,
            language=doubtful.language,
        )  # fmt: skip

    return apply


@functools.lru_cache(maxsize=4)
def _environment(language: str, escaping: bool = False) -> ImmutableSandboxedEnvironment:
    env = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=_finalize, autoescape=escaping)
    env.filters.clear()
    env.globals.clear()
    env.filters["long_date"] = _through(lambda day: day if isinstance(day, str) else long_date(day, language))
    env.filters["words"] = _through(lambda n: words(n, language))
    env.filters["join_and"] = _through(lambda items: join_and(items, language))
    env.filters["one_line"] = _through(lambda text: ", ".join(str(text).splitlines()))
    return env


@functools.lru_cache(maxsize=1024)
def _compiled(text: str, language: str) -> Any:
    environment = _environment(language)
    if computing(environment, text):
        # what is put together is no longer known to be unconfirmed, or to belong to a field
        raise TextError("a value stands by itself in {{ }}; put words beside it, do not compute with it")
    return environment.from_string(text)


def render(text: str, names: Mapping[str, Any], sink: Sink, language: str) -> str:
    """The text with a mark for each value. Raises ``TextError``."""
    if OPEN in text or CLOSE in text:
        raise TextError("the text holds a private-use character (U+E000 or U+E001) that documents reserve")
    if "{" not in text:
        return text
    try:
        return str(_compiled(text, language).render({**names, _SINK: sink}))
    except TemplateError as error:
        raise _text_error(error, names, text) from error
    except FAULTS as error:
        raise TextError(f"the text cannot be made: {error}") from error


def word_environment(language: str) -> ImmutableSandboxedEnvironment:
    """The same Jinja for the XML of a Word file: what is no value is escaped as XML. Render with ``word_context``."""
    return _environment(language, True)


def word_context(names: Mapping[str, Any], sink: Sink) -> dict[str, Any]:
    """What to render a Word template with: these names, every value that is printed noted in ``sink``."""
    return {**names, _SINK: sink}


def computing(env: ImmutableSandboxedEnvironment, text: str) -> str | None:
    """What an expression of this text computes with a value (such as ``Add``), or None. Raises ``TemplateError``."""
    found = next(env.parse(text).find_all(_COMPUTING), None)
    return type(found).__name__ if found is not None else None


def holds(expression: str, names: Mapping[str, Any], language: str) -> bool:
    """Whether a condition holds; an unknown value holds. Raises ``TextError``."""
    try:
        compiled = _environment(language).compile_expression(expression, undefined_to_none=False)
        return bool(compiled(**names))
    except TemplateError as error:
        raise _text_error(error, names, expression) from error
    except FAULTS as error:
        raise TextError(f"the condition cannot be decided: {error}") from error


def _text_error(error: TemplateError, names: Mapping[str, Any], text: str) -> TextError:
    message = str(error.message or error)
    found = re.search(r"'([^']+)' is undefined|has no attribute '([^']+)'", message)
    if not found:
        return TextError(f"the text is not well formed: {message}")
    name = found[1] or found[2]
    written = re.search(rf"[\w.]+\.{re.escape(name)}\b", text) if found[2] else None
    known = sorted(set(_names(names, 3)))
    by_last: dict[str, str] = {}
    for dotted in known:
        by_last.setdefault(dotted.rsplit(".", 1)[-1], dotted)
    near = difflib.get_close_matches(written[0], known, n=1) if written else []
    near = near or difflib.get_close_matches(name, [*known, *by_last], n=1)
    return TextError(f"'{name}' is not a name that this text can use", by_last.get(near[0], near[0]) if near else None)


def _names(node: Any, depth: int) -> Iterable[str]:
    if depth == 0:
        return
    for name in _members(node):
        yield name
        member = node[name] if isinstance(node, Mapping) else getattr(node, name, None)
        if not isinstance(member, str | int | dt.date | Value | tuple | type(None)):
            yield from (f"{name}.{inner}" for inner in _names(member, depth - 1))


def _members(node: Any) -> list[str]:
    if isinstance(node, Mapping):
        return [str(name) for name in node]
    return [name for name in dir(node) if not name.startswith("_")]
