"""Reading back what ``ctdocs read --json`` wrote: the reading format of the design, checked as input from outside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from ctdocs.errors import Place, Problem, Refused
from ctdocs.model.case_intake import refuse_misfits
from ctdocs.model.reading import FieldReading, FormRef, Reading, Readings, Route, Status, Unplaced, nested

MOST_BYTES = 20_000_000
"""A reading larger than this is refused; a real one has some 100,000 bytes."""


def readings_from_json(data: bytes, name: str) -> Readings:
    """The readings in ``data``, the bytes of the file ``name``. Raises ``Refused`` saying what is wrong and where."""
    if len(data) > MOST_BYTES:
        raise Refused(f"{name} is too large to be a reading ({len(data):,} bytes).")
    try:
        tree = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused(f"{name} is not a reading: it is not text in UTF-8.") from None
    except json.JSONDecodeError as error:
        problem = Problem(f"{error.msg}.", place=Place(name, error.lineno, error.colno))
        raise Refused(f"{name} is not a reading: it is not JSON.", problems=[problem]) from None
    except RecursionError:
        raise Refused(f"{name} is not a reading: it is nested too deeply.") from None
    try:
        forms = tuple(_reading(form) for form in tree["forms"])
        unplaced = tuple(Unplaced(str(u["file"]), u["page"], str(u["reason"])) for u in tree.get("unplaced", ()))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(
            f"{name} does not hold a reading: {_said(error)}.", hint="Make one with: ctdocs read FILE --json"
        ) from error
    return Readings(forms, unplaced)


def _said(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def _reading(form: Mapping[str, Any]) -> Reading:
    ref = form["form"]
    fields = {str(name): _field(str(name), given) for name, given in form["fields"].items()}
    refuse_misfits(fields)
    problems = tuple(Problem(str(p["message"]), code=str(p["code"]), field=p["field"]) for p in form["problems"])
    return Reading(
        form=FormRef(
            id=_text(ref["id"], "form.id"),
            layout=_text_or_none(ref["layout"], "form.layout"),
            area=_text_or_none(ref["area"], "form.area"),
            serial=_text_or_none(ref["serial"], "form.serial"),
            route=_one_of(Route, ref["route"], "form.route"),
            file=_text_or_none(ref.get("file"), "form.file"),
            sha256=_text_or_none(ref.get("sha256"), "form.sha256"),
        ),
        values=nested({name: read.value for name, read in fields.items()}),
        fields=fields,
        problems=problems,
    )


def _field(name: str, given: Mapping[str, Any]) -> FieldReading:
    value, page, box = given["value"], given.get("page"), given.get("box")
    if not isinstance(value, str | bool | None):
        raise ValueError(f"{name} has a value that is neither text nor a tick")
    if page is not None and type(page) is not int:
        raise ValueError(f"{name} has a page that is no whole number")
    x = [float(edge) for edge in box] if box else []
    if len(x) not in (0, 4):
        raise ValueError(f"{name} has a box without four edges")
    return FieldReading(
        value=value,
        raw=_text_or_none(given.get("raw"), f"{name}.raw"),
        status=_one_of(Status, given["status"], f"{name}.status"),
        confidence=float(given.get("confidence", 1.0)),
        reason=str(given.get("reason", "")),
        page=page,
        box=(x[0], x[1], x[2], x[3]) if x else None,
        crop=_text_or_none(given.get("crop"), f"{name}.crop"),
    )


def _one_of(options: Any, value: object, name: str) -> Any:
    if value not in get_args(options):
        raise ValueError(f"{name} is {value!r}, not one of {', '.join(get_args(options))}")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} is not text")
    return value


def _text_or_none(value: object, name: str) -> str | None:
    return None if value is None else _text(value, name)
