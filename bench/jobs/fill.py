"""Fill: from the facts of a case to the bytes of the filled application form, against pypdf with the same values.

pypdf gets every help it can use: the blank form already parsed, all pages in one call, no second pass for viewers.
That was the quickest of six ways that gave the right values (by page, by page with its own values, from bytes, …).
Our side decides the values from the facts as well, wraps and shrinks them; pypdf is handed them.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from bench import sample
from bench.jobs import Comparison, Job, Run, Target


def prepare(folder: Path) -> None:
    """The blank form, and the values by full field name as our own filled form holds them."""
    from ctdocs.render.pdf.document import render

    filled = render(sample.resolver("prefilled")())
    assert filled.sheets == 0, "the sample must fit the form"
    (folder / "blank.pdf").write_bytes(render(sample.resolver("blank")()).data)
    (folder / "values.json").write_text(json.dumps(values_of(filled.data)), encoding="utf-8")


def values_of(data: bytes) -> dict[str, str]:
    """Every answer in a form that is not blank, as pypdf reads it, the states of tick boxes with their slash."""
    from pypdf import PdfReader

    fields = PdfReader(io.BytesIO(data)).get_fields() or {}
    return {name: str(one["/V"]) for name, one in fields.items() if one.get("/V") not in (None, "", "/Off")}


def shown(data: bytes) -> dict[str, list[str]]:
    """The state of every button that is on, by page: a value that no box shows is not filled in."""
    from pypdf import PdfReader

    result: dict[str, list[str]] = {}
    for number, page in enumerate(PdfReader(io.BytesIO(data)).pages):
        states = [str(one.get_object().get("/AS", "/Off")) for one in page.get("/Annots", [])]
        result[str(number)] = [state for state in states if state != "/Off"]
    return result


def ours(folder: Path) -> Run:
    """Resolve and render; the blank form is kept from the run before."""
    from ctdocs.render.pdf.document import render

    resolved = sample.resolver("prefilled")
    return lambda: render(resolved()).data


def pypdf(folder: Path) -> Run:
    """Copy the parsed blank form, set the values and write it."""
    from pypdf import PdfReader, PdfWriter

    values: dict[str, Any] = json.loads((folder / "values.json").read_text(encoding="utf-8"))
    blank: list[PdfReader] = []

    def run() -> bytes:
        if not blank:
            blank.append(PdfReader(io.BytesIO((folder / "blank.pdf").read_bytes())))
        writer = PdfWriter(clone_from=blank[0])
        writer.update_page_form_field_values(None, values, auto_regenerate=False)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return run


def check(folder: Path) -> None:
    """Both files hold the same values, the words of the case among them, and show the same boxes ticked."""
    mine, other = ours(folder)(), pypdf(folder)()
    assert isinstance(mine, bytes) and isinstance(other, bytes)
    values, facts = values_of(mine), sample.case()
    assert values == values_of(other), "the two fill different values"
    assert shown(mine) == shown(other), "the two tick different boxes"
    written = [facts["behaviour"], facts["impact"], facts["action_taken"], *sample.DETAILS, *facts["victim"].values()]
    missing = [text for text in written if text not in values.values()]
    assert not missing, f"not in the form: {missing}"


JOB = Job(
    prepare,
    check,
    {"ours": ours, "pypdf": pypdf},
    (
        Comparison("case to filled form, blank kept / pypdf", "ours", "pypdf", target=Target(5, True)),
        Comparison("  the first in a process, blank drawn too", "ours", "pypdf", "first"),
        Comparison("  whole process for one form", "ours", "pypdf", "process"),
    ),
)
