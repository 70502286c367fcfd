"""Which form a file is: by the mark inside, or by its keywords and the folder of kept layouts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pikepdf import Dictionary, Pdf, String

from ctdocs.errors import Refused
from ctdocs.model.reading import FormRef
from ctdocs.read import read_pdf
from tests.read.forms import field, layout, make, stamp


def keywords(pdf: Pdf, layout_id: str) -> None:
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Keywords=String(f"ctdocs TF:{layout_id.upper()}:E07000039")))


def test_the_mark_names_form_layout_area_and_copy(tmp_path: Path) -> None:
    reading = read_pdf(make(tmp_path / "form.pdf"))
    assert reading.form == FormRef("test-form", layout().id, "example/exampleshire", "K7Q2", "fillable")


def test_a_mark_without_its_layout_asks_the_folder(tmp_path: Path) -> None:
    known = layout()
    parts = [{"layout": known.id, "prefix": "", "pages": [1, 2]}]
    mark: dict[str, object] = {"area": "a/b", "serial": None, "layouts": {}, "parts": parts, "version": "0"}
    made = make(tmp_path / "form.pdf", {"behaviour": "x"}, mark=False, edit=lambda pdf: stamp(pdf, mark))
    (tmp_path / f"{known.id}.json").write_text(json.dumps(known.to_json()), encoding="utf-8")
    reading = read_pdf(made, layouts=tmp_path)
    assert (reading.form.layout, reading.form.area, reading.form.serial) == (known.id, "a/b", None)
    assert reading.fields["behaviour"].value == "x"


def test_keywords_are_enough_where_the_layout_is_kept(tmp_path: Path) -> None:
    known = layout()
    made = make(tmp_path / "form.pdf", {"behaviour": "x"}, mark=False, edit=lambda pdf: keywords(pdf, known.id))
    with pytest.raises(Refused, match=known.id):
        read_pdf(made)
    with pytest.raises(Refused, match=known.id):
        read_pdf(made, layouts=tmp_path)
    kept = tmp_path / f"{known.id}.json"
    kept.write_text("{}", encoding="utf-8")
    with pytest.raises(Refused, match="damaged"):
        read_pdf(made, layouts=tmp_path)
    kept.write_text(json.dumps(known.to_json()), encoding="utf-8")
    reading = read_pdf(made, layouts=tmp_path)
    assert (reading.form.id, reading.form.area, reading.fields["behaviour"].value) == ("test-form", None, "x")


@pytest.mark.parametrize("layout_id", ["../../secret", "26A3F9C1/..", ""])
def test_a_layout_id_never_becomes_a_path(tmp_path: Path, layout_id: str) -> None:
    parts = [{"layout": layout_id, "prefix": "", "pages": [1, 2]}]
    mark: dict[str, object] = {"area": "a/b", "serial": None, "layouts": {}, "parts": parts, "version": "0"}
    made = make(tmp_path / "form.pdf", mark=False, edit=lambda pdf: stamp(pdf, mark))
    with pytest.raises(Refused, match="no proper name"):
        read_pdf(made, layouts=tmp_path)


def test_an_application_is_judged_as_a_whole(tmp_path: Path) -> None:
    fields = (
        field("basis", "radio", options=("self", "other")),
        field("victim.name", "text"),
        field("behaviour", "text"),
    )
    made = make(tmp_path / "form.pdf", {"basis": "self"}, fields=fields, document="application-form", edit=None)
    reading = read_pdf(made)
    assert {"victim.name", "behaviour"} <= {problem.field for problem in reading.problems}
    assert all(problem.message.endswith(".") for problem in reading.problems)


def test_importing_the_reader_loads_no_pdf_library() -> None:
    code = "import sys, ctdocs.read; print(sorted({'pikepdf', 'pypdf', 'reportlab', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
