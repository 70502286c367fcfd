"""A file on which two readers could differ is never certain without a second one; one that was saved well is."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from ctdocs.model.reading import Reading
from ctdocs.read import read_pdf
from ctdocs.read.revisions import condition
from tests.read.forms import append, find, make

FILLED: dict[str, str | bool] = {
    "basis": "self",
    "victim.name": "Siân Łódź",
    "behaviour": "one\ntwo",
    "incidents.1.date": "06052026",
    "declaration.accurate": True,
}
ANSWERS = {
    "basis": "self",
    "victim": {"name": "Siân Łódź"},
    "behaviour": "one\ntwo",
    "incidents": [{"date": "2026-05-06"}],
    "declaration": {"accurate": True},
}


def unsure(reading: Reading) -> set[str]:
    return {name for name, one in reading.fields.items() if one.status == "check"}


@pytest.mark.parametrize("mode", ["disable", "generate"])
@pytest.mark.parametrize("linearised", [False, True])
def test_classic_and_compressed_files_are_read_alike(tmp_path: Path, mode: str, linearised: bool) -> None:
    modes = {"disable": pikepdf.ObjectStreamMode.disable, "generate": pikepdf.ObjectStreamMode.generate}
    made = make(tmp_path / "form.pdf", FILLED, object_stream_mode=modes[mode], linearize=linearised)
    reading = read_pdf(made)
    assert reading.values == ANSWERS
    assert unsure(reading) == set() and reading.problems == ()


def test_the_last_of_several_savings_counts(tmp_path: Path) -> None:
    made = make(tmp_path / "form.pdf", FILLED)
    append(made, {"victim.name": b"/V (first change)"})
    append(made, {"victim.name": b"/V (second\\rchange)", "behaviour": b""})
    reading = read_pdf(made)
    assert "behaviour" not in reading.values
    assert reading.fields["victim.name"].value == "second\nchange"
    assert reading.fields["behaviour"].status == "blank"
    assert unsure(reading) == set()


def test_what_pypdf_saves_in_addition_is_certain(tmp_path: Path) -> None:
    made = make(tmp_path / "form.pdf", FILLED)
    writer = pypdf.PdfWriter(made, incremental=True)
    root: Any = writer.root_object
    fields = [one.get_object() for one in root["/AcroForm"]["/Fields"]]
    node = next(one for one in fields if one["/T"] == "victim")["/Kids"][0].get_object()
    node[pypdf.generic.NameObject("/V")] = pypdf.generic.TextStringObject("Ŵyn")
    saved = tmp_path / "saved.pdf"
    writer.write(saved)
    reading = read_pdf(saved)
    assert saved.read_bytes().startswith(made.read_bytes())
    assert reading.values == ANSWERS | {"victim": {"name": "Ŵyn"}}
    assert unsure(reading) == set()


def test_a_key_written_twice_is_never_certain(tmp_path: Path) -> None:
    """qpdf takes the last value, pypdf the first; the offsets of the table stay right."""
    made = make(tmp_path / "form.pdf", {"behaviour": "aaaaaaaaaaaaaaaaaaaa"})
    data = made.read_bytes()
    crafted = data.replace(b"/V (aaaaaaaaaaaaaaaaaaaa)", b"/V (one) /V (the other)  ")
    assert len(crafted) == len(data) and crafted != data
    made.write_bytes(crafted)
    assert "behaviour" in unsure(read_pdf(made))


@pytest.mark.parametrize("head", [b"%d 0 obj\n", b"%d\r0\tobj", b">>%d 0 obj "])
def test_a_second_definition_that_the_table_hides_is_never_passed_over(tmp_path: Path, head: bytes) -> None:
    """Readers that follow the table take the first definition, readers that search the file the last."""
    made = make(tmp_path / "form.pdf", FILLED)
    with pikepdf.open(made) as pdf:
        assert condition(made.read_bytes(), pdf, []).plain
        number = find(pdf, "victim.name").objgen[0]
    data = made.read_bytes()
    table = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    shadow = head % number + b"<</T(name)/V(shadow)>>\nendobj\n"
    start = b"startxref\n%d"
    made.write_bytes(data[:table] + shadow + data[table:].replace(start % table, start % (table + len(shadow))))
    with pikepdf.open(made) as pdf:
        assert not condition(made.read_bytes(), pdf, []).plain
    read = read_pdf(made).fields["victim.name"]
    assert read.value == "Siân Łódź"
    if head.startswith(b"%d"):
        assert read.status == "check" and "twice" in read.reason


def test_a_hybrid_file_that_gives_an_answer_twice_is_never_certain(tmp_path: Path) -> None:
    """Its table leads to one value and the stream beside the table (``/XRefStm``) to another."""
    made = make(tmp_path / "form.pdf", {"victim.name": "old"})
    data = made.read_bytes()
    with pikepdf.open(made) as pdf:
        number, parent = find(pdf, "victim.name").objgen[0], find(pdf, "victim").objgen[0]
        size, root = len(pdf.get_xref_table()) + 1, pdf.Root.objgen[0]
    previous = int(data.rsplit(b"startxref", 1)[1].split()[0])
    offsets = []
    for value in (b"table", b"stream"):
        offsets.append(len(data))
        data += b"%d 0 obj\n<</FT/Tx/T(name)/Parent %d 0 R/V(%s)>>\nendobj\n" % (number, parent, value)
    beside, row = len(data), struct.pack(">BIH", 1, offsets[1], 0)
    keys = b"/Size %d/W[1 4 2]/Index[%d 1]/Root %d 0 R/Length %d" % (size + 1, number, root, len(row))
    data += b"%d 0 obj\n<</Type/XRef%s>>stream\n%s\nendstream\nendobj\n" % (size, keys, row)
    trailer = b"/Size %d/Root %d 0 R/Prev %d/XRefStm %d" % (size + 1, root, previous, beside)
    data += b"xref\n%d 1\n%010d 00000 n \ntrailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, offsets[0], trailer, len(data),
    )  # fmt: skip
    made.write_bytes(data)
    assert read_pdf(made).fields["victim.name"].status == "check"


def test_files_saved_well_need_one_reader_and_compressed_ones_two(tmp_path: Path) -> None:
    made = make(tmp_path / "form.pdf", FILLED)
    append(append(made, {"victim.name": b"/V (b)"}), {"victim.name": b"/V (c)"})
    packed = make(tmp_path / "packed.pdf", FILLED, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for path, plain in ((made, True), (packed, False)):
        with pikepdf.open(path) as pdf:
            state = condition(path.read_bytes(), pdf, pdf.get_warnings())
        assert (state.plain, state.damage) == (plain, "")


def test_a_table_that_readers_mend_differently_is_never_certain(tmp_path: Path) -> None:
    made = append(make(tmp_path / "form.pdf", FILLED), {"victim.name": b"/V (newer)"})
    data = made.read_bytes()
    made.write_bytes(data[: data.rindex(b"startxref")] + b"startxref\n9999999\n%%EOF\n")
    reading = read_pdf(made)
    assert {one.status for one in reading.fields.values()} == {"check"}
    assert [p.code for p in reading.problems] == ["damaged"]


def test_an_unfinished_saving_at_the_end_makes_everything_doubtful(tmp_path: Path) -> None:
    """Cut off within a kilobyte, qpdf finds the older end and says nothing: the older values must not be certain."""
    made = make(tmp_path / "form.pdf", FILLED)
    whole = append(made, {"victim.name": b"/V (newer)"}, to=tmp_path / "whole.pdf").read_bytes()
    older = len(made.read_bytes())
    for cut in range(older + 2, len(whole) - 7, 9):
        made.write_bytes(whole[:cut])
        reading = read_pdf(made)
        assert {one.status for one in reading.fields.values()} == {"check"}, cut


@pytest.mark.parametrize("value", [b"/V (other)", b"/V (Si\\342n)"])
def test_two_fields_of_one_name_are_for_a_person(tmp_path: Path, value: bytes) -> None:
    def twice(pdf: Pdf) -> None:
        again = pikepdf.Object.parse(b"<</FT/Tx/T(victim.name)" + value + b">>")
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(again))

    reading = read_pdf(make(tmp_path / "form.pdf", {"victim.name": "Siân"}, edit=twice))
    read = reading.fields["victim.name"]
    assert (read.value, read.status) == ("Siân", "check")
    assert "twice" in read.reason


def test_a_widget_that_holds_another_value_than_its_field_is_for_a_person(tmp_path: Path) -> None:
    def split(pdf: Pdf) -> None:
        node = find(pdf, "behaviour")
        node.Kids = Array([Dictionary(Subtype=Name.Widget, V=String("other"))])

    read = read_pdf(make(tmp_path / "form.pdf", {"behaviour": "stored"}, edit=split)).fields["behaviour"]
    assert (read.value, read.status) == ("stored", "check")


def test_a_second_reader_that_sees_something_else_is_heard() -> None:
    from ctdocs.read.fields import RawField
    from ctdocs.read.second import Seen, differences

    first = {
        "a": RawField("a", "same"),
        "b": RawField("b", "old"),
        "c": RawField("c", None, "none"),
        "d": RawField("d", "/Yes", "name", ("/Yes",)),
    }
    second: Seen = {"a": ("same", ()), "b": ("new", ()), "d": ("/Yes", ("/Off",))}
    assert set(differences(first, second)) == {"b", "c", "d"}
    assert set(differences(first, None)) == {"a", "b", "c", "d"}


def test_the_second_reader_sees_what_the_first_sees(tmp_path: Path) -> None:
    from ctdocs.read.fields import walk
    from ctdocs.read.limits import Limits, Watch
    from ctdocs.read.second import differences, second_opinion

    def odd(pdf: Pdf) -> None:
        find(pdf, "behaviour").V = pdf.make_stream("a stream ŵ".encode("utf-8-sig"))
        find(pdf, "victim").V = String("inherited")
        find(pdf, "happened").V = pdf.make_indirect(String("indirect"))

    made = make(tmp_path / "form.pdf", {"basis": "other", "declaration.accurate": True, "victim.email": "é€"}, edit=odd)
    watch = Watch(Limits())
    with pikepdf.open(made) as pdf:
        first = walk(pdf, watch).fields
    second = second_opinion(made.read_bytes(), watch)
    assert differences(first, second) == {}
    assert second is not None and second["victim.name"] == ("inherited", ())
