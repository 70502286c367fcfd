"""A description, an area, a case and a day become a resolved document."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ctdocs import __version__
from ctdocs.documents.blocks import Block, Mode, Resolved
from ctdocs.documents.build import Builder
from ctdocs.documents.catalogue import Document, document as find_document
from ctdocs.documents.facts import as_text, lookup
from ctdocs.documents.names import names_for
from ctdocs.documents.required import missing
from ctdocs.documents.wording import Wording
from ctdocs.errors import Problem, Refused
from ctdocs.model.area import Area

LANGUAGES = ("en", "cy")


def resolve(
    document: Document,
    area: Area,
    *,
    on: dt.date,
    mode: Mode = "blank",
    case: Mapping[str, Any] | None = None,
    language: str = "en",
    audience: str | None = None,
    draft: bool = False,
    enclosed: Collection[str] = (),
) -> Resolved:
    """Decide every word and value of a document.

    ``case`` is the tree of facts of a case (``Case.facts()``); ``on`` is the date of the document, by which dated
    values of the profile are picked. Raises ``Refused`` with every problem at once: names that are not known, facts of
    the area that are missing or unconfirmed (not with ``draft``), and in ``final`` required values that are missing
    (of a letter, not with ``draft``). ``enclosed`` are the documents that go with a letter.
    """
    if mode != "blank" and case is None:
        raise Refused("A prefilled or final document needs a case.", hint="Give a case, or ask for the blank document.")
    if language not in LANGUAGES:
        raise Refused(f"There are no documents in '{language}'.", hint=f"There are: {', '.join(LANGUAGES)}.")
    spec = document.spec
    wanted = audience or spec.audience
    if wanted != spec.audience:
        raise Refused(f"'{spec.id}' is written for the {spec.audience}, not for the {wanted}.")
    if spec.kind == "form":
        made = _form(document, area, on, language, draft, mode == "final")
        values = form_values(case) if case is not None and mode != "blank" else {}
        if mode == "final":
            _require(document, made.blocks, values, case or {}, language)
    else:
        made = _letter(document, area, on, language, draft, mode, case, enclosed)
        values = dict(made.values)
    continuation = None
    if spec.continuation and mode != "final":
        continuation = resolve(find_document(spec.continuation), area, on=on, language=language, draft=draft)
    key = _key(
        document, area, made.title, made.sender, made.blocks, language, draft, continuation.key if continuation else ""
    )
    return Resolved(
        id=spec.id, code=spec.code or "", kind=spec.kind, edition=spec.edition, title=made.title, language=language,
        audience=wanted, mode=mode, area_id=area.id, area_name=area.name, gss_code=area.gss_code or "",
        sender=made.sender, version=__version__, blocks=made.blocks, key=key, values=values, draft=draft,
        continuation=continuation, names=made.names, description=document,
    )  # fmt: skip


def form_values(case: Mapping[str, Any]) -> dict[str, str]:
    """What the case knows of a form, by field id, rows beyond those of the form included."""
    values = {}
    for name in _paths(case):
        text = as_text(lookup(case, name))
        if text is not None:
            values[name] = text
    return values


def _paths(node: Any, prefix: str = "") -> list[str]:
    if isinstance(node, Mapping):
        items = [(str(name), inner) for name, inner in node.items()]
    elif isinstance(node, list | tuple):
        items = [(str(number), inner) for number, inner in enumerate(node, 1)]
    else:
        return [prefix]
    return [path for name, inner in items for path in _paths(inner, f"{prefix}.{name}" if prefix else name)]


@dataclass(frozen=True, slots=True)
class _Decided:
    """What was decided of a document: its title, sender and blocks, what could stand in them, and what is known."""

    title: str
    sender: str
    blocks: tuple[Block, ...]
    names: Mapping[str, Any]
    values: Mapping[str, str]


@functools.lru_cache(maxsize=64)
def _form(document: Document, area: Area, on: dt.date, language: str, draft: bool, record: bool) -> _Decided:
    names = names_for(document, area, on=on, mode="blank", case=None, language=language)
    wording = Wording(document, names, language, "blank", draft)
    return _decided(wording, Builder(wording, record=record), names)


def _letter(
    document: Document,
    area: Area,
    on: dt.date,
    language: str,
    draft: bool,
    mode: Mode,
    case: Mapping[str, Any] | None,
    enclosed: Collection[str],
) -> _Decided:
    names = names_for(document, area, on=on, mode=mode, case=case, language=language, enclosed=enclosed)
    wording = Wording(document, names, language, mode, draft)
    builder = Builder(wording, facts=case if mode != "blank" else None)
    if mode == "final" and not draft:
        builder.conditions()
    return _decided(wording, builder, names)


def _decided(wording: Wording, builder: Builder, names: Mapping[str, Any]) -> _Decided:
    blocks = builder.blocks()
    title, sender = builder.title(), builder.sender()
    wording.finish()
    return _Decided(title, sender, blocks, names, wording.values)


@functools.lru_cache(maxsize=64)
def _key(
    document: Document, area: Area, title: str, sender: str, blocks: tuple[Block, ...], language: str, draft: bool,
    continuation: str,
) -> str:  # fmt: skip
    """The same for two documents of which every page is the same while nothing is filled in."""
    of_area = (area.id, area.name, area.gss_code)
    seen = (document.digest, *of_area, language, draft, __version__, title, sender, blocks, continuation)
    return hashlib.sha256(repr(seen).encode("utf-8", "surrogatepass")).hexdigest()


def _require(
    document: Document, blocks: tuple[Block, ...], values: Mapping[str, str], case: Mapping[str, Any], language: str
) -> None:
    problems = [
        Problem(
            f"'{field.tooltip}' has no value.", code="missing-required", field=field.id,
            hint=f"ctdocs case set CASE {field.id}=…",
        )
        for field in missing(blocks, values, case, language)
    ]  # fmt: skip
    if problems:
        raise Refused(
            f"The final {document.id} cannot be made: values are missing.",
            problems=problems,
            hint="Put them into the case. What people are still to fill in is made without --final.",
        )
