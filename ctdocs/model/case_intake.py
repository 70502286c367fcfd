"""Taking a returned form into a case: the entry of the log, and the files kept as they came.

A file is kept under a name that holds the beginning of its SHA-256 and cannot leave the case's folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ctdocs.errors import Refused
from ctdocs.model import case_view, returned_forms
from ctdocs.model.bounds import bounded
from ctdocs.model.case_values import NOTE, State
from ctdocs.model.fields import misfits
from ctdocs.model.files import safe_name, sha256_of, write_atomic
from ctdocs.model.reading import Reading
from ctdocs.model.review_look import asked, says_nothing
from ctdocs.model.review_sheets import SHEETS
from ctdocs.model.sheets import laid_to
from ctdocs.model.text import keepable, printable


@dataclass(frozen=True, slots=True)
class Returned:
    """A document that came back: what was read in it, the file, and files that came beside it (name and bytes)."""

    reading: Reading
    data: bytes
    name: str
    beside: tuple[tuple[str, bytes], ...] = ()


def intake(
    state: State, returned: Returned, *, other_area: bool = False, latest: date | None = None, when: str = ""
) -> dict[str, Any]:
    """The data of the entry that takes a document into the case as it stands: every answer but the blank ones, as read.

    A sheet that came by itself is laid to the case (``sheets``), and so is a form of the review (``returned_forms``).
    A form of the review that says nothing but what it was sent out with leaves no answers, only its file. ``latest``
    and ``when``: the day on which the document was there, and what that day was (``bounds``).
    Raises ``Refused`` where the document is of another area (unless ``other_area``), is blank or already in the case,
    or its field ids do not fit.
    """
    reading = returned.reading
    refuse_misfits(reading.fields)
    sha256 = sha256_of(returned.data)
    foreign = reading.form.area is not None and reading.form.area != state.area
    if foreign and not other_area:
        raise Refused(
            f"{returned.name} is a form of {printable(str(reading.form.area))}, and the case is one of {state.area}.",
            hint="If the applicant was sent the wrong form and the case belongs here, give --other-area.",
        )
    if not any(read.status in ("check", "key") or is_answer(read.value) for read in reading.fields.values()):
        raise Refused(
            f"{returned.name} is blank: no question of it is answered.",
            hint="Give the file that came back, or open the case without a file and key the answers.",
        )
    for kept in state.files:
        if kept.sha256 == sha256:
            raise Refused(f"{returned.name} is already in the case, as {kept.path}.")
    origin: Mapping[str, str] = {}
    if reading.form.id == returned_forms.SHEET:
        reading, origin = laid_to(state, reading)
    elif reading.form.id in returned_forms.APPLICATION:
        reading = returned_forms.of_another(state, reading)
    else:
        reading, origin = returned_forms.laid_to(state, reading)
    blank = _blank(state, returned.reading, reading, origin)
    reading, origin = _numbered_notes(state, reading, origin)
    reading = replace(reading, fields=bounded(reading.fields, latest=latest, when=when) if latest else reading.fields)
    refuse_misfits({*state.values, *reading.fields})
    values = {
        name: {
            "value": keepable(read.value) if isinstance(read.value, str) else read.value,
            "status": read.status,
            "reason": keepable(read.reason),
            "page": read.page,
            **({"field": origin[name]} if origin.get(name, name) != name else {}),
        }
        for name, read in reading.fields.items()
        if blank is None and (read.status in ("check", "key") or read.value not in (None, ""))
    }
    form = {name: keepable(said) if isinstance(said, str) else said for name, said in asdict(reading.form).items()}
    data = {**kept_as(returned.name, returned.data), "form": form, "values": values}
    if returned.beside:
        data["beside"] = [kept_as(name, content) for name, content in returned.beside]
    if foreign:
        data["other_area"] = True
    if blank is not None:
        data["blank"] = keepable(blank)
    return {"reading": data}


def _numbered_notes(
    state: State, reading: Reading, origin: Mapping[str, str]
) -> tuple[Reading, Mapping[str, str]]:
    """What was written outside the fields, counted on from the last of the case: no file's replaces another's."""
    before = max((int(found[1]) for name in state.values if (found := NOTE.fullmatch(name))), default=0)
    moved = {
        name: f"notes.{before + int(found[1])}.text" for name in reading.fields if (found := NOTE.fullmatch(name))
    }
    if not before or not moved:
        return reading, origin
    fields = {moved.get(name, name): read for name, read in reading.fields.items()}
    own = {new: origin.get(old, old) for old, new in moved.items()}
    return replace(reading, fields=fields), {**origin, **own}


def _blank(state: State, form: Reading, laid: Reading, origin: Mapping[str, str]) -> str | None:
    """The organisation that was asked ("" where the form names none), if a form says nothing that it was not sent with;
    None for one that says something.
    """
    own = form.form.id
    if own in returned_forms.APPLICATION or own in SHEETS:
        return None
    if not says_nothing(own, case_view.facts(state), laid.fields, {**{name: name for name in laid.fields}, **origin}):
        return None
    return asked(form.fields)


def is_answer(value: object) -> bool:
    """Whether a person answered: a box that is not ticked is no answer."""
    return value not in (None, "", False)


def keep_files(folder: Path, data: Mapping[str, Any], returned: Returned) -> None:
    """Put the files of an entry in their places under ``folder``. Raises ``CannotWrite``."""
    write_atomic(folder / data["reading"]["path"], returned.data)
    for kept, (_, content) in zip(data["reading"].get("beside", ()), returned.beside, strict=True):
        write_atomic(folder / kept["path"], content)


def refuse_misfits(names: Iterable[str]) -> None:
    """Raise ``Refused`` where the field ids cannot stand in one tree."""
    if wrong := misfits(names):
        raise Refused(f"The form has fields that do not fit together: {', '.join(map(repr, wrong[:5]))}.")


def kept_as(name: str, content: bytes) -> dict[str, Any]:
    """Where the case keeps a file, the name it came with, and its SHA-256."""
    sha256 = sha256_of(content)
    return {"path": f"files/{sha256[:12]}-{safe_name(name)}", "name": keepable(name), "sha256": sha256}
