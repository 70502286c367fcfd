"""Which form a Word file is: the description of its fields that travels inside, or the code that names it.

Word keeps the part in ``customXml``; where another program dropped it, the properties or the keywords still name the
form, which is then taken from the folder of kept layouts (``ID.word.json``).
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from ctdocs.errors import Refused
from ctdocs.model.fields import misfits
from ctdocs.model.wordform import NAMESPACE, WordForm, short_code
from ctdocs.read.word.opening import Package

MOST_MARK = 4 * 1024 * 1024
"""Bytes of the description; that of the longest form has about 60,000."""

_ROOT: Final = f"{{{NAMESPACE}}}form"
_DAMAGED: Final = "The mark of ctdocs in this file is damaged or was changed"
_AGAIN: Final = "Ask the sender to fill in a fresh copy of the form."
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def identify(package: Package, layouts: Path | None) -> WordForm | None:
    """The form of the file, or None where it is not ours.

    ``layouts`` is a folder of ``ID.word.json`` files, asked where the file names a form and does not carry it. Raises
    ``Refused`` naming the form where it is unknown, and where the mark is damaged.
    """
    marks = {str(_text_of(package, name)).strip() for name in package.parts if _may_be_mark(package, name)}
    if marks:
        forms = [_form(mark) for mark in sorted(marks)]
        if len({form.id for form in forms}) > 1:
            raise Refused("The file carries the marks of two different forms.", hint=_AGAIN)
        return forms[0]
    for name in ("docProps/custom.xml", "docProps/core.xml"):
        if name in package.parts:
            for text in package.root(name).itertext():
                said = short_code(text) or short_code(f"ctdocs {text.strip()}")
                if said:
                    return _kept(said.form, layouts)
    return None


def is_template(text: str) -> bool:
    """Whether the text of a file holds tags of a template, as in one exported to be edited."""
    return _JINJA.search(text) is not None


def _may_be_mark(package: Package, name: str) -> bool:
    if not name.startswith("customXml/") or not name.endswith(".xml") or NAMESPACE.encode() not in package.parts[name]:
        return False
    return bool(package.root(name).tag == _ROOT)


def _text_of(package: Package, name: str) -> str:
    if len(package.parts[name]) > MOST_MARK:
        raise Refused(f"{_DAMAGED}: it is too long.", hint=_AGAIN)
    return "".join(package.root(name).itertext())


@lru_cache(maxsize=16)
def _form(mark: str) -> WordForm:
    """The form that a mark describes. The last few are kept, because a hundred returned forms carry the same."""
    try:
        form = WordForm.from_json(json.loads(mark))
        if misfits(field.id for field in form.fields):
            raise ValueError("ids")
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise Refused(f"{_DAMAGED}.", hint=_AGAIN) from error
    return form


def _kept(form_id: str, layouts: Path | None) -> WordForm:
    """The form of that id (eight hex digits) from the folder."""
    file = f"{form_id}.word.json"
    if layouts is not None:
        try:
            form = WordForm.from_json(json.loads((layouts / file).read_text(encoding="utf-8")))
        except FileNotFoundError:
            pass
        except (OSError, LookupError, TypeError, ValueError) as error:
            hint = f"Put the original back into {layouts}."
            raise Refused(f"The kept form {file} is damaged.", hint=hint) from error
        else:
            if form.id == form_id and not misfits(field.id for field in form.fields):
                return form
    raise Refused(
        f"A program removed the description of its fields from this form, and the form {form_id} is not known here.",
        hint="Give the folder that “ctdocs pack” wrote its layouts to with --layouts, or ask for a copy saved by "
        "LibreOffice as .docx, or by Word.",
    )
