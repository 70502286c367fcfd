"""Every document as a Word file: what it says of itself, how it is packed, how it looks, and what is refused."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from ctdocs.documents.catalogue import document
from ctdocs.documents.resolve import resolve
from ctdocs.errors import Refused
from ctdocs.model.area import load_area
from ctdocs.model.facts import Fact, Namespace
from ctdocs.model.look import Look
from ctdocs.model.wordform import WordForm, short_code
from ctdocs.render.docx.document import RenderedWord, from_template, render
from tests.render.samples import AREA, FORMS, LETTERS, MODES, ON, resolved
from tests.render.word import by_tag, lines, part, parts, saved, small, template

TOP = Path(__file__).resolve().parents[2]
DOCUMENTS = [(one, mode) for one in (*FORMS, *LETTERS) for mode in MODES]


@pytest.fixture(scope="module")
def issued() -> dict[tuple[str, str], RenderedWord]:
    """Every document in its three ways."""
    return {(one, mode): render(resolved(one, mode)) for one, mode in DOCUMENTS}


# -- every document


@pytest.mark.parametrize(("one", "mode"), DOCUMENTS)
def test_numbers_and_bookmarks_of_every_document_are_its_own(
    issued: dict[tuple[str, str], RenderedWord], one: str, mode: str
) -> None:
    made = issued[one, mode]
    found = parts(made.data)
    texts = [part(made.data, name) for name in found if re.fullmatch(r"word/(document|header|footer)\d*\.xml", name)]
    ids = [node.get(qn("w:val")) for root in texts for node in root.iterfind(f".//{qn('w:sdtPr')}/{qn('w:id')}")]
    assert len(ids) == len(set(ids))
    starts = [node for root in texts for node in root.iter(qn("w:bookmarkStart"))]
    ends = [node.get(qn("w:id")) for root in texts for node in root.iter(qn("w:bookmarkEnd"))]
    assert sorted(node.get(qn("w:id")) for node in starts) == sorted(ends) and len(ends) == len(set(ends))
    names = [node.get(qn("w:name")) for node in starts]
    assert len({name.lower() for name in names}) == len(names) and all(len(name) <= 40 for name in names)
    whole = "".join(data.decode() for name, data in found.items() if name.endswith(".xml"))
    assert not re.search("[\ue000-\uf8ff]", whole), "a mark was left over"
    assert "{{" not in whole and "{%" not in whole
    assert ("<w:sdt>" in whole) == (mode != "final")
    assert bool(re.search("ctd_", found["word/document.xml"].decode())) == (mode != "final")


@pytest.mark.parametrize("one", (*FORMS, *LETTERS))
def test_the_file_says_what_it_is(issued: dict[tuple[str, str], RenderedWord], one: str) -> None:
    made, document = issued[one, "prefilled"], resolved(one, "prefilled")
    about = docx.Document(io.BytesIO(made.data)).core_properties
    assert (about.title, about.author, about.language) == (document.title, document.sender, "en-GB")
    found = short_code(about.keywords)
    assert found is not None and (found.form, found.gss_code) == (made.form.id, document.gss_code)
    assert str(about.created.date()) == str(about.modified.date()) == "2000-01-01"
    inside = part(made.data, "customXml/item1.xml")
    assert inside.tag == "{urn:ctdocs:form}form" and WordForm.from_json(json.loads(inside.text)) == made.form
    custom = {node.get("name"): words_of(node) for node in part(made.data, "docProps/custom.xml")}
    assert custom["ctdocs"] == made.form.short and custom["ctdocs.document"] == one
    assert custom["ctdocs.mode"] == "prefilled" and custom["ctdocs.area"] == "example/exampleshire"


def words_of(node: Any) -> str:
    return "".join(node.itertext())


@pytest.mark.parametrize("one", FORMS)
def test_every_field_of_a_form_is_in_the_file_and_in_what_it_says_of_itself(
    issued: dict[tuple[str, str], RenderedWord], one: str
) -> None:
    made = issued[one, "blank"]
    wanted = [field.id for field in resolved(one).fields()]
    assert [field.id for field in made.form.fields] == wanted
    assert {tag.partition("=")[0] for tag in by_tag(made.data)} == set(wanted)
    root = part(made.data)
    around = {node.get(qn("w:name")): node.getnext() for node in root.iter(qn("w:bookmarkStart"))}
    for field in made.form.fields:
        for option, name in field.bookmarks.items():
            tag = around[name].find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
            assert tag == (f"{field.id}={option}" if option else field.id)


def test_what_stands_around_a_field_is_told_with_it(issued: dict[tuple[str, str], RenderedWord]) -> None:
    form = issued["application-form", "prefilled"].form
    boxes = [parts for parts in form.containers if "ctd_basis_self" in parts]
    assert len(boxes) == 1 and boxes[0][:2] == ("", "ctd_basis_self") and "my case meets the threshold" in boxes[0][2]
    details = next(parts for parts in form.containers if "ctd_incidents_1_details" in parts)
    assert details == ("Incident details – what happened? *\n", "ctd_incidents_1_details", "")
    letter = issued["letter-1", "prefilled"].form
    names = {name for parts in letter.containers for name in parts[1::2]}
    assert {name for field in letter.fields for name in field.bookmarks.values()} <= names


def test_the_record_of_a_form_says_ticks_in_words(issued: dict[tuple[str, str], RenderedWord]) -> None:
    said = lines(issued["application-form", "final"].data)
    assert any(line.startswith("Ticked:") for line in said) and any(line.startswith("Not ticked:") for line in said)
    assert "b – I am acting for the person affected, and their case meets the threshold." in said
    assert "Friday 1 May 2026" in said and "CT-2026-014" in "".join(said)


# -- the file


def test_the_same_in_two_processes_that_order_their_sets_differently() -> None:
    code = (
        "import hashlib; from tests.render.samples import resolved; from ctdocs.render.docx.document import render\n"
        "for one in ('application-form', 'letter-1'):\n"
        "    print(hashlib.sha256(render(resolved(one, 'prefilled')).data).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=TOP, env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(said) == 1 and len(said.pop().split()) == 2


def test_the_package_is_in_the_order_that_readers_expect() -> None:
    data = render(resolved("application-form")).data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
    names = [entry.filename for entry in entries]
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"] and names[2:] == sorted(names[2:])
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert all(entry.compress_type == zipfile.ZIP_DEFLATED and not entry.flag_bits & 8 for entry in entries)


def test_only_a_protected_form_lets_nothing_but_its_fields_be_changed() -> None:
    def protection(data: bytes) -> Any:
        return part(data, "word/settings.xml").find(qn("w:documentProtection"))

    assert protection(render(resolved("application-form")).data) is None
    node = protection(render(resolved("application-form"), protect=True).data)
    assert (node.get(qn("w:edit")), node.get(qn("w:enforcement"))) == ("forms", "1")


def test_nothing_tells_who_made_a_template_and_its_marking_stays() -> None:
    made = docx.Document(io.BytesIO(template("Text")))
    made.core_properties.author = made.core_properties.last_modified_by = "Sam Officer"
    made.core_properties.comments = "by Sam Officer"
    marked = add_custom(saved(made), "MSIP_Label_Name", "OFFICIAL")
    data = from_template(small(), marked).data
    about = {name: found.decode() for name, found in parts(data).items() if name.startswith("docProps/")}
    assert "Sam Officer" not in "".join(about.values()) and not any("thumbnail" in name for name in about)
    custom = part(data, "docProps/custom.xml")
    assert {node.get("name") for node in custom} >= {"MSIP_Label_Name", "ctdocs"}
    numbers = [int(node.get("pid")) for node in custom]
    assert numbers == list(range(2, 2 + len(numbers)))
    assert parts(data)["[Content_Types].xml"].count(b"docProps/custom.xml") == 1


def add_custom(data: bytes, name: str, value: str) -> bytes:
    """The file with one custom property, as Word writes it."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006"
    found = parts(data)
    found["docProps/custom.xml"] = (
        f'<Properties xmlns="{kind}/custom-properties" xmlns:vt="{kind}/docPropsVTypes"><property '
        f'fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{name}"><vt:lpwstr>{value}</vt:lpwstr>'
        "</property></Properties>"
    ).encode()
    types = found["[Content_Types].xml"].decode()
    override = (
        '<Override PartName="/docProps/custom.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>'
    )
    found["[Content_Types].xml"] = types.replace("</Types>", override).encode()
    link = f'<Relationship Id="c1" Type="{kind}/relationships/custom-properties" Target="docProps/custom.xml"/>'
    relations = found["_rels/.rels"].decode()
    found["_rels/.rels"] = relations.replace("</Relationships>", f"{link}</Relationships>").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for part_name, content in found.items():
            package.writestr(part_name, content)
    return out.getvalue()


# -- looks


def png(width: int, height: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG")
    return out.getvalue()


def jpeg(width: int, height: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "kind", "size", "expected"),
    [
        (png, "png", (400, 100), (60, 15)),
        (png, "png", (100, 100), (20, 20)),
        (jpeg, "jpeg", (30, 300), (2, 20)),
        (jpeg, "jpeg", (1200, 10), (60, 0.5)),
    ],
)
def test_a_logo_keeps_its_proportions_within_sixty_by_twenty_millimetres(
    make: Any, kind: str, size: tuple[int, int], expected: tuple[float, float]
) -> None:
    picture = make(*size)
    look = Look(logo=picture, logo_kind=kind, logo_description="Arms of “Exampleshire”")
    data = render(dataclasses.replace(resolved("letter-1"), look=look)).data
    (shape,) = docx.Document(io.BytesIO(data)).inline_shapes
    assert (shape.width.mm, shape.height.mm) == pytest.approx(expected, abs=0.01)
    about = shape._inline.docPr
    assert about.get("descr") == "Arms of “Exampleshire”"
    assert [data for name, data in parts(data).items() if "/media/" in name] == [picture]
    assert "ctd_logo" not in parts(data)["word/document.xml"].decode()


def test_without_a_logo_its_paragraph_goes() -> None:
    plain = render(dataclasses.replace(resolved("letter-1"), look=Look())).data
    assert not [name for name in parts(plain) if "/media/" in name]
    styles = [node.get(qn("w:val")) for node in part(plain).iter(qn("w:pStyle"))]
    assert "Logo" not in styles and "Letterhead" in styles


def test_a_damaged_logo_is_refused() -> None:
    for broken in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00\x10", b"\xff\xd8\xff\xe0" + b"\x00" * 30):
        kind = "png" if broken.startswith(b"\x89") else "jpeg"
        look = Look(logo=broken, logo_kind=kind)
        with pytest.raises(Refused, match="logo"):
            render(dataclasses.replace(resolved("letter-1"), look=look))


def test_the_colour_of_an_area_takes_the_place_of_ours() -> None:
    ours = render(dataclasses.replace(resolved("letter-1"), look=Look())).data
    other = render(dataclasses.replace(resolved("letter-1"), look=Look(colour="7A1F3D"))).data
    assert b"1C385E" in parts(ours)["word/styles.xml"] and b"7A1F3D" not in parts(ours)["word/styles.xml"]
    whole = b"".join(data for name, data in parts(other).items() if name.endswith(".xml"))
    assert b"1C385E" not in whole and b"7A1F3D" in whole


# -- what cannot be used


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (["Fine.", "Dear {{ nobody }}, hello"], ["'nobody'", "Dear {{ nobody }}, hello"]),
        (["Fine.", "Dear {{ area.spoc.tame }}, hello"], ["'tame'", "Dear {{ area.spoc.tame }}"]),
        (["Fine.", "Dear {% if %} hello"], ["not well formed", "Dear {% if %} hello"]),
        (["Fine.", "Dear {{ text + text }}"], ["do not compute"]),
        (["{{ text.__class__ }} is"], ["'__class__'"]),
        (["Private \ue0000\ue001 use"], ["private-use"]),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_with_its_paragraph(paragraphs: list[str], said: list[str]) -> None:
    names = {"text": "words", "area": Namespace({"spoc": Namespace({"team": "x"})})}
    with pytest.raises(Refused) as refused:
        from_template(small({}, names), template(*paragraphs))
    for piece in said:
        assert piece in str(refused.value)


def test_a_loop_that_tears_a_table_apart_is_refused_with_where_it_begins() -> None:
    made = docx.Document()
    made.add_paragraph("{% for a in (1, 2) %}One")
    made.add_table(1, 1).cell(0, 0).text = "Two{% endfor %}"
    with pytest.raises(Refused, match=r"another paragraph[^§]*for a in \(1, 2\) %}One"):
        from_template(small(), saved(made))


def test_a_fact_that_is_not_confirmed_is_refused_and_in_a_draft_it_is_said() -> None:
    names = {"phone": Fact("01632 960123", name="spoc.phone", confirmed=False)}
    with pytest.raises(Refused, match=r"spoc\.phone"):
        from_template(small({}, names), template("Call {{ phone }}."))
    draft = from_template(small({}, names, draft=True), template("Call {{ phone }}."))
    assert lines(draft.data) == ["Call CONFIRM: 01632 960123."]


def test_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    for name, data in {"text.docx": b"Dear {{ name }}", "empty.docx": b""}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Refused, match=re.escape(name)):
            render(resolved("letter-1"), own=tmp_path / name)
    with pytest.raises(Refused, match="cannot be read"):
        render(resolved("letter-1"), own=tmp_path / "missing.docx")


# -- memory


def test_two_hundred_documents_need_no_more_memory_than_forty() -> None:
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("only Linux says how much memory a process holds")
    code = (
        "import gc; from tests.render.samples import resolved; from ctdocs.render.docx.document import render\n"
        "def held():\n"
        "    gc.collect()\n"
        "    return int(next(l for l in open('/proc/self/status') if l.startswith('VmRSS')).split()[1])\n"
        "def make(n):\n"
        "    for number in range(n):\n"
        "        render(resolved('application-form', 'prefilled'))\n"
        "make(40); first = held(); make(160); print(held() - first)"
    )
    grown = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=True).stdout
    assert int(grown) < 4096, f"{grown.strip()} kB more"


@pytest.mark.parametrize("row", [1, 7])
def test_a_choice_that_the_form_does_not_have_is_refused_by_its_name(row: int) -> None:
    """A box that stays empty without a word would lose the answer."""
    case: dict[str, Any] = {"incidents": [{} for _ in range(row - 1)] + [{"how_reported": "fax"}]}
    form = resolve(document("application-form"), load_area(AREA), on=ON, mode="prefilled", case=case)
    with pytest.raises(Refused) as refused:
        render(form)
    assert [one.message.partition(",")[0] for one in refused.value.problems] == [
        f"“fax” is no answer to 'incidents.{row}.how_reported'"
    ]


@pytest.mark.parametrize("name", FORMS)
def test_no_two_fields_of_a_form_have_the_same_title(name: str) -> None:
    """Who goes from field to field with a screen reader hears the title alone."""
    titles = [val(one) for one in part(render(resolved(name, "blank")).data).iter(qn("w:alias"))]
    assert sorted(titles) == sorted(set(titles))
    assert all(title and len(title) <= 64 for title in titles)


def val(one: Any) -> str:
    return str(one.get(qn("w:val")))
