"""What every PDF owes its reader, judged by programs that others wrote."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ctdocs.documents.resolve import resolve
from ctdocs.model.area import load_area
from ctdocs.render.pdf.document import render
from tests.documents.writing import letter
from tests.outside import poppler, qpdf
from tests.render.samples import FORMS, LETTERS, MODES, Sample, case, resolved, sheet_case, terminal_fields

NAMES = [f"{one}-{mode}" for one in (*FORMS, *LETTERS) for mode in MODES]
HOSTILE = ["hostile-application-form-prefilled", "hostile-application-form-final", "hostile-letter-1-final"]
TOP = Path(__file__).resolve().parents[2]


@pytest.mark.needs("verapdf")
@pytest.mark.parametrize("name", [*NAMES, "long", "table", "serial", *HOSTILE])
def test_a_file_passes_pdf_ua(judged: dict[str, list[str]], name: str) -> None:
    assert judged[name] == []


@pytest.mark.needs("qpdf")
def test_every_file_is_sound(everything: list[Sample]) -> None:
    assert {one.name: qpdf.check(one.path) for one in everything} == {one.name: [] for one in everything}


@pytest.mark.needs("poppler")
def test_every_font_is_embedded_and_gives_its_text(everything: list[Sample]) -> None:
    for one in everything:
        fonts = poppler.fonts(one.path)
        assert fonts, one.name
        assert [font.name for font in fonts if not (font.embedded and font.unicode)] == [], one.name
        assert all("Liberation" in font.name for font in fonts), one.name


@pytest.mark.needs("poppler")
def test_files_say_what_they_are(everything: list[Sample]) -> None:
    for one in everything:
        info = poppler.info(one.path)
        assert info["Title"] == one.document.title, one.name
        assert info["Tagged"] == "yes"
        assert info["JavaScript"] == "no"
        assert "A4" in info["Page size"]
        assert int(info["Pages"]) == one.rendered.pages
        assert one.document.id in info["Keywords"]
        assert f"ctdocs {one.document.version}" in info["Keywords"]
        with pikepdf.open(one.path) as pdf:
            assert str(pdf.Root.Lang) == "en-GB"
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
            assert "/NeedAppearances" not in pdf.Root.get("/AcroForm", {})
            for page in pdf.pages:
                assert [float(v) for v in page.mediabox] == pytest.approx(
                    [0, 0, 210 / 25.4 * 72, 297 / 25.4 * 72], abs=0.1
                )
                assert page.obj.Tabs == "/S", one.name


@pytest.mark.needs("poppler")
def test_every_page_says_which_of_how_many(everything: list[Sample]) -> None:
    for one in everything:
        pages = poppler.text(one.path).split("\f")[:-1]
        assert len(pages) == one.rendered.pages
        for number, page in enumerate(pages, 1):
            assert f"Page {number} of {len(pages)}" in page, one.name
            assert f"edition {one.document.edition}" in page


@pytest.mark.needs("poppler")
def test_headings_are_in_order_and_none_is_left_out(everything: list[Sample], structures: dict[str, str]) -> None:
    for one in everything:
        levels = [int(n) for n in re.findall(r"^\s*H([1-6])\b", structures[one.name], re.MULTILINE)]
        assert levels and levels[0] == 1, one.name
        assert levels.count(1) == (1 + one.rendered.sheets), one.name
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), one.name


# ---- words


def tagged_words(structure: str) -> list[str]:
    """The words of the structure tree as assistive technology gets them."""
    quoted = re.findall(r'^ *"(.*)"$', structure, re.MULTILINE)
    return " ".join(quoted).split()


def own_words(one: Sample) -> set[str]:
    """The words of the resolved document itself."""
    from ctdocs.documents import blocks as b

    found: list[str] = [one.document.title]

    def visit(node: object) -> None:
        if isinstance(node, tuple):
            if node and all(isinstance(part, b.Text | b.Break | b.InlineField) for part in node):
                found.append(b.plain(node))
                return
            for part in node:
                visit(part)
        elif isinstance(node, b.Only) and node.medium != "pages":
            return  # what is said of Word files alone
        elif isinstance(node, b.Signature):  # its date is called just that
            found.extend((node.label, "Date"))
        elif isinstance(node, b.Records) and node.widths:  # a table: its records have no titles on the page
            visit(tuple(record.rows for record in node.records))
        elif isinstance(node, b.Field):
            found.extend((node.label, node.hint))
            visit(node.options)
        elif isinstance(node, str):
            found.append(node)
        elif hasattr(node, "__dataclass_fields__"):
            for name in set(node.__dataclass_fields__) - {"id", "kind", "value", "style", "link", "medium"}:
                visit(getattr(node, name))

    visit(one.document.blocks)
    if one.document.mode == "final":
        found.extend(one.document.values.values())
    return {word for text in found for word in text.split()}


@pytest.mark.needs("poppler")
@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith("prefilled")])
def test_no_words_are_merged_at_line_ends(plain: dict[str, Sample], structures: dict[str, str], name: str) -> None:
    one = plain[name]
    own = own_words(one)
    own |= {word.strip("().,;:") for word in own if "@" in word or "://" in word}  # a link ends before the full stop
    strange = {word for word in tagged_words(structures[name]) if word not in own}
    # Numbers and signs of our own: "1." and "•" of lists, "*" of required questions, dates written out, Yes and No.
    strange = {word for word in strange if not re.fullmatch(r"\d+\.?|[•*–,.:()]+|Q\d+\.", word)}
    ours = {
        "Ticked:",
        "Not",
        "ticked:",
        "Yes",
        "No",
        "Our",
        "reference:",
        "Date:",
        "Date",
        "Yours",
        "sincerely",
        "Incident",
        "Reference",
        "case:",
    }
    days = {*calendar.day_name, *calendar.month_name}
    assert strange - ours - (days if name.endswith("final") else set()) == set()
    missing = (
        own - set(tagged_words(structures[name])) if name.endswith("blank") and one.document.kind == "form" else set()
    )
    assert {word for word in missing if re.fullmatch(r"[A-Za-z’]{4,}[.,?]?", word)} == set()


# ---- fields


def test_every_field_says_its_question(everything: list[Sample]) -> None:
    for one in everything:
        with pikepdf.open(one.path) as pdf:
            fields = dict(terminal_fields(pdf))
            tooltips = {name: str(field.get("/TU", "")) for name, field in fields.items()}
        wanted = {field.id: field for field in one.document.fields()}
        for name, tooltip in tooltips.items():
            spec = wanted.get(name)
            assert tooltip, f"{one.name}: {name}"
            if spec is not None:
                assert tooltip == spec.tooltip
            if spec is not None and one.document.kind == "form":
                assert re.match(r"Q\d+\. ", tooltip) or spec.label in tooltip, f"{one.name}: {name}: {tooltip}"
    assert "Q5. Details of the incidents: Incident 2: Date reported (8 digits: day, month, year)" in {
        field.tooltip for one in everything for field in one.document.fields()
    }


def test_fields_stand_in_a_tree_of_real_parents_with_names_of_their_own(everything: list[Sample]) -> None:
    def walk(nodes: Any, parent: Any, where: str) -> Iterator[str]:
        siblings = [str(node.T) for node in nodes if "/T" in node]
        assert len(siblings) == len(set(siblings)), where
        for node in nodes:
            if "/T" not in node:
                assert node.Subtype == "/Widget"
                continue
            assert "." not in str(node.T)
            assert ("/Parent" in node) == (parent is not None)
            if parent is not None:
                assert node.Parent.objgen == parent.objgen
            full = f"{where}.{node.T}".lstrip(".")
            yield full
            yield from walk(node.get("/Kids", []), node, full)

    for one in everything:
        with pikepdf.open(one.path) as pdf:
            form = pdf.Root.get("/AcroForm")
            names = list(walk(form.Fields, None, "")) if form is not None else []
        assert len(names) == len(set(names)), one.name
        assert bool(names) == (one.document.mode != "final" and one.name != "table")


def test_the_form_has_a_field_for_each_of_its_description(plain: dict[str, Sample]) -> None:
    for name in [f"{one}-{mode}" for one in FORMS for mode in ("blank", "prefilled")]:
        one = plain[name]
        with pikepdf.open(one.path) as pdf:
            assert {field for field, _ in terminal_fields(pdf)} == {field.id for field in one.document.fields()}
    with pikepdf.open(plain["application-form-blank"].path) as pdf:
        fields = dict(terminal_fields(pdf))
        assert str(fields["incidents.2.date_reported"].Parent.T) == "2"
        assert str(fields["incidents.2.date_reported"].Parent.Parent.T) == "incidents"
        assert (int(fields["incidents.2.date"].MaxLen), int(fields["victim.postcode"].MaxLen)) == (8, 8)
        assert int(fields["victim.daytime_phone"].MaxLen) == 11
        for comb in ("incidents.2.date", "victim.postcode", "victim.daytime_phone"):
            assert int(fields[comb].Ff) & 1 << 24
        states = {str(key) for kid in fields["basis"].Kids for key in kid.AP.N if str(key) != "/Off"}
        assert states == {"/self", "/other"}
        assert set(fields["declaration.accurate"].AP.N.keys()) == {"/Yes", "/Off"}


@pytest.mark.parametrize("name", [f"{one}-final" for one in (*FORMS, *LETTERS)])
def test_no_field_remains_in_a_final_document(plain: dict[str, Sample], name: str) -> None:
    with pikepdf.open(plain[name].path) as pdf:
        assert list(terminal_fields(pdf)) == []
        assert not any(a.get("/Subtype") == "/Widget" for page in pdf.pages for a in page.obj.get("/Annots", []))


# ---- the same again


def test_the_same_input_gives_the_same_bytes(plain: dict[str, Sample], long: Sample) -> None:
    for one in [*plain.values(), long]:
        assert render(one.document).data == one.rendered.data, one.name


def test_another_process_gives_the_same_bytes(plain: dict[str, Sample]) -> None:
    names = ("application-form-prefilled", "letter-1-prefilled", "letter-3-final")
    program = (
        "import hashlib, sys\n"
        "from tests.render.samples import resolved\n"
        "from ctdocs.render.pdf.document import render\n"
        "for name in sys.argv[1:]:\n"
        "    print(hashlib.sha256(render(resolved(*name.rsplit('-', 1))).data).hexdigest())\n"
    )
    from hashlib import sha256

    here = [sha256(plain[name].rendered.data).hexdigest() for name in names]
    for seed in ("0", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", program, *names],
            cwd=TOP, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(TOP), "PATH": ""}, check=True, capture_output=True,
        )  # fmt: skip
        assert done.stdout.decode().split() == here


def test_what_was_rendered_before_changes_nothing() -> None:
    first = render(resolved("application-form", "prefilled", case(behaviour="One")))
    render(resolved("application-form", "prefilled", case(behaviour="Two", impact="long " * 3000)))
    assert render(resolved("application-form", "prefilled", case(behaviour="One"))).data == first.data


# ---- tables and links


@pytest.mark.needs("poppler")
def test_repeated_table_headers_are_artifacts(table: Sample, structures: dict[str, str]) -> None:
    pages = poppler.text(table.path).split("\f")[:-1]
    assert len(pages) >= 2
    assert all(re.search(r"Number\s+Action\s+Body", page) for page in pages), "the header is seen on every page"
    tree = structures["table"]
    assert len(re.findall(r"^\s*TH\b", tree, re.MULTILINE)) == 3
    assert len(re.findall(r"^\s*TR\b", tree, re.MULTILINE)) == 61
    assert tree.count('"Action"') == 1
    for number in range(1, 61):
        assert f"Action {number} is" in tree


def test_links_are_kept_those_to_parts_of_a_bundle_too(plain: dict[str, Sample], tmp_path: Path) -> None:
    def targets(path: Path) -> list[str]:
        with pikepdf.open(path) as pdf:
            links = [a for page in pdf.pages for a in page.obj.get("/Annots", []) if a.Subtype == "/Link"]
            assert all(str(link.Contents) for link in links)
            return [str(link.A.URI) for link in links]

    made = tmp_path / "bundle.pdf"
    made.write_bytes(render(letter(tmp_path, "  - subject: S\n  - text: see [part three](urn:ctd:part:3)\n")).data)
    assert targets(made) == ["urn:ctd:part:3"]
    found = targets(plain["application-form-blank"].path)
    assert "https://www.example.org/privacy/community-safety" in found
    assert "mailto:case.review@example.org" in found


# ---- other areas and days


@pytest.mark.needs("poppler")
def test_a_draft_says_so_on_every_page(serial: Sample) -> None:
    pages = poppler.text(serial.path).split("\f")[:-1]
    assert all("DRAFT" in page for page in pages)
    assert any("CONFIRM: " in page for page in pages)


@pytest.mark.needs("poppler")
def test_the_day_picks_the_names_of_the_day(tmp_path: Path) -> None:
    from ctdocs.documents.catalogue import document

    area = load_area("example/exampleshire")
    for day, name in ((dt.date(2022, 11, 1), "Community Trigger"), (dt.date(2026, 11, 20), "ASB Case Review")):
        facts = case(dates={"received": day, "completed": day})
        path = tmp_path / "letter.pdf"
        path.write_bytes(render(resolve(document("letter-1"), area, on=day, mode="final", case=facts)).data)
        assert f"{name}: we have your application" in poppler.text(path)


def test_a_sheet_filled_by_itself_holds_what_was_put_in(plain: dict[str, Sample]) -> None:
    with pikepdf.open(plain["continuation-sheet-prefilled"].path) as pdf:
        held = {name: str(field.V) for name, field in terminal_fields(pdf) if "/V" in field and field.FT == "/Tx"}
    assert held["more.1.text"] == sheet_case()["more"][0]["text"]
    assert held["incidents.2.date"] == "07052026"
