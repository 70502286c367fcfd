"""An area's own template in use: whose it is, what is said of it each time, and that no order of things matters."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from ctdocs.bundle.making import make
from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.errors import Refused
from ctdocs.model.area import load_area, load_area_file
from ctdocs.render.docx.checking.problems import ASIDE
from ctdocs.render.docx.document import render
from tests.render import wordedit as we
from tests.render.samples import MODES, resolved

LETTER, THANKS = "letter-1", "Thank you for your application. We have received it."
AREAS = Path(__file__).resolve().parents[2] / "areas"


def written(folder: Path, *edits: we.Edit, name: str = LETTER) -> Path:
    """The template of a letter, changed and kept in a folder."""
    path = folder / f"{name}.docx"
    path.write_bytes(we.edited(we.template(LETTER), *edits))
    return path


def test_the_template_of_another_document_is_refused(tmp_path: Path) -> None:
    own = written(tmp_path, name="letter-2")
    with pytest.raises(Refused) as refused:
        render(resolved("letter-2"), own=own)
    first = refused.value.problems[0]
    assert first.message == "This is the template of 'letter-1', and it is used for 'letter-2'."
    assert first.hint == "Start from the right one: ctdocs template export letter-2 --area A -o FILE"


def test_a_strict_file_is_refused_with_one_sentence() -> None:
    parts = we.members(we.template(LETTER))
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = parts[we.DOCUMENT].replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    (one,) = we.problems(we.packed({**parts, we.DOCUMENT: strict}), LETTER)
    assert one.message == "The file is a Strict Open XML document, which cannot be a template."
    assert one.hint == "In Word: File, Save As, and choose “Word Document (*.docx)” as the type."


# -- remarks
def track(root: Any) -> None:
    inserted = etree.SubElement(we.paragraph(root, THANKS), f"{we.W}ins", {f"{we.W}id": "900", f"{we.W}author": "Sam"})
    inserted.append(we.run(" Ask us."))


def test_notices_are_remarks_on_the_document_that_is_made(tmp_path: Path) -> None:
    own = written(tmp_path, track, we.replaced("Our reference: ", ("Ref {{ area.", "name }}"), bold=0))
    remarks = render(resolved(LETTER), own=own).remarks
    assert remarks == (
        f"The Word template {own}: The template has tracked changes.",
        f"The Word template {own}: The tag {{{{ area.name }}}} is in several formats. In the paragraph: "
        "“Ref {{ area.name }}”",
    )
    assert render(resolved(LETTER)).remarks == ()


def test_a_person_reads_them_with_the_file(tmp_path: Path) -> None:
    county = tmp_path / "example"
    county.mkdir()
    for name in ("exampleshire.yaml", "exampleshire.png"):
        (county / name).write_bytes((AREAS / "example" / name).read_bytes())
    own = written(county, track)
    area = load_area_file(county / "exampleshire.yaml")
    made = make(resolve(document(LETTER), area, on=we.ON), area, "docx")
    assert made.remarks == (f"The Word template {own}: The template has tracked changes.",)


def test_comments_are_said_by_the_check_and_not_each_time(tmp_path: Path) -> None:
    parts = we.members(we.template(LETTER))
    parts["word/comments.xml"] = f'<w:comments xmlns:w="{we.W[1:-1]}"><w:comment w:id="1"/></w:comments>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    override = f'<Override PartName="/word/comments.xml" ContentType="{kind}"/></Types>'.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override)
    own = tmp_path / "letter-1.docx"
    own.write_bytes(we.packed(parts))
    assert [one.code for one in we.problems(own.read_bytes(), LETTER)] == [ASIDE]
    assert render(resolved(LETTER), own=own).remarks == ()


# -- the check is the same for every case, day and order
@pytest.mark.parametrize("order", list(itertools.permutations(MODES)))
def test_the_order_of_documents_decides_nothing(order: tuple[str, ...], tmp_path: Path) -> None:
    # each order with a file of other bytes, so that none was looked at before
    own = written(tmp_path, we.replaced(THANKS, f"{'-'.join(order)} {{{{ reference | words }}}}"))
    told = set()
    for mode in order:
        with pytest.raises(Refused) as refused:
            render(resolved(LETTER, mode), own=own)
        told.add(tuple(problem.message for problem in refused.value.problems))
    assert told == {("'reference' cannot be written with the filter 'words': it takes a whole number.",)}


def test_a_profile_that_was_changed_is_looked_at_anew(tmp_path: Path) -> None:
    profile = tmp_path / "example" / "exampleshire.yaml"
    profile.parent.mkdir()
    for name in ("exampleshire.yaml", "exampleshire.png"):
        (profile.parent / name).write_bytes((AREAS / "example" / name).read_bytes())
    own = written(tmp_path, we.replaced(THANKS, "{{ area.spoc.team | words }}"))

    def blank() -> Any:
        return resolve(document(LETTER), load_area_file(profile), on=we.ON)

    with pytest.raises(Refused, match="it takes a whole number"):
        render(blank(), own=own)
    profile.write_text(profile.read_text(encoding="utf-8").replace("Community Safety Team", "12"), encoding="utf-8")
    assert render(blank(), own=own).data


def test_a_description_that_was_changed_is_looked_at_anew(tmp_path: Path) -> None:
    own = tmp_path / "application-form.docx"
    own.write_bytes(we.edited(we.template("application-form"), we.replaced("Before you start", "Before you begin")))
    form = resolve(document("application-form"), load_area(we.AREA), on=dt.date(2026, 11, 20))
    assert render(form, own=own).form.fields
    old = form.description
    assert old is not None
    kept = [block for block in old.spec.blocks if not (block.question and "'behaviour'" in repr(block.question))]
    spec = old.spec.model_copy(update={"blocks": tuple(kept)})
    changed = dataclasses.replace(old, spec=spec, digest=f"{old.digest}x")
    fewer = resolve(changed, load_area(we.AREA), on=dt.date(2026, 11, 20))
    with pytest.raises(Refused, match="is not a field of this document"):
        render(fewer, own=own)
