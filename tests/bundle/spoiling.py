"""A good bundle, and everything that may be done to spoil it."""

from __future__ import annotations

import functools
import io
import json
import random
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from ctdocs.bundle.join.joiner import join
from ctdocs.bundle.join.part import Absent, Bundle
from ctdocs.bundle.verify import verify
from tests.bundle import corpus

Spoil = Callable[[Pdf], None]
REPORT, LETTER, FORM, TYPED, SCAN, OLD, AWAY = range(7)


@functools.cache
def good() -> Bundle:
    chance = random.Random(3)
    made = [
        corpus.tagged(REPORT, chance, 3), corpus.portrait(LETTER, chance, 2), corpus.form(FORM, chance, 0),
        corpus.typed(TYPED, chance, 0), corpus.scanned(SCAN, chance, 0), corpus.unembedded(OLD, chance, 0),
        corpus.elsewhere(AWAY, chance, 0),
    ]  # fmt: skip
    absent = [Absent("Minutes", "No meeting was held"), Absent("Reply of the police", "Not received")]
    parts = [one.part for one in made]
    return join(parts, title="Pack & bundle", reference="CT-2026-1", absent=absent, recipe={"kind": "before"})


def first(part: int) -> int:
    """The first page of a part, from 0."""
    return good().entries[part].first - 1


def spoilt(spoil: Spoil, **how: Any) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(good().data)) as pdf:
        spoil(pdf)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # a form was spoilt
            pdf.save(target, **how)
    return target.getvalue()


def faults(folder: Path, data: bytes) -> dict[str, str]:
    """The rules that do not hold, with what is said of each."""
    path = folder / "bundle.pdf"
    path.write_bytes(data)
    return {one.rule: one.sentence for one in verify(path) if not one.holds}


def links(pdf: Pdf, page: int) -> list[Any]:
    return [one for one in pdf.pages[page].obj.Annots if one.Subtype == Name.Link]


def lines(pdf: Pdf) -> list[Any]:
    found = [pdf.Root.Outlines.First]
    while "/Next" in found[-1]:
        found.append(found[-1].Next)
    return found


def write(stream: Any, change: Callable[[bytes], bytes]) -> None:
    before = stream.read_bytes()
    after = change(before)
    assert after != before
    stream.write(after)


# -- what is done to it
def numbers_shifted(pdf: Pdf) -> None:
    for number, page in enumerate(list(pdf.pages)[3:], 4):
        old, new = f"(Page {number} of ".encode(), f"(Page {number + 1} of ".encode()
        write(page.obj.Contents[-1], lambda code, old=old, new=new: code.replace(old, new))  # type: ignore[misc]


def number_gone(pdf: Pdf) -> None:
    write(pdf.pages[4].obj.Contents[-1], lambda code: code.replace(b"(Page 5 of ", b"(Leaf V of "))


def number_on_the_page(pdf: Pdf) -> None:
    write(pdf.pages[4].obj.Contents[-1], lambda code: re.sub(rb"(\S+) (\S+) Tm \(Page", rb"300 400 Tm (Page", code))


def number_in_another_font(pdf: Pdf) -> None:
    font = pdf.pages[4].obj.Resources.Font.CtdocsStamp.FontDescriptor.FontFile2
    write(font, lambda data: data[:-1] + bytes([data[-1] ^ 1]))


def dead_link(pdf: Pdf) -> None:
    del links(pdf, 0)[2]["/Dest"]


def link_to_a_page_that_is_gone(pdf: Pdf) -> None:
    links(pdf, 0)[2].Dest = Array([pdf.make_indirect(Dictionary(Type=Name.Page)), Name.Fit])


def wrong_link(pdf: Pdf) -> None:
    links(pdf, 0)[1].Dest[0] = pdf.pages[first(LETTER) + 1].obj


def links_exchanged(pdf: Pdf) -> None:
    one, other = links(pdf, 0)[:2]
    one.Dest, other.Dest = other.Dest, one.Dest


def link_taken_away(pdf: Pdf) -> None:
    annotations = pdf.pages[0].obj.Annots
    del annotations[3]


def links_in_another_order(pdf: Pdf) -> None:
    """The first link lies below the last."""
    moved, last = links(pdf, 0)[0], links(pdf, 0)[-1]
    x0, _, x1, _ = moved.Rect
    low = float(last.Rect[1])
    moved.Rect = Array([x0, low - 30, x1, low - 20])


def link_over_the_page(pdf: Pdf) -> None:
    look = pdf.make_stream(b"1 1 1 rg 0 0 600 800 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
    one = links(pdf, first(LETTER))[-1]
    one.AP, one.Rect = Dictionary(N=look), Array([0, 60, 595, 850])


def link_with_a_border(pdf: Pdf) -> None:
    one = links(pdf, first(LETTER))[-1]
    one.Border, one.C = Array([0, 0, 700]), Array([1, 1, 1])


def picture(pdf: Pdf) -> Any:
    return next(iter(pdf.pages[first(OLD)].obj.Resources.XObject.values()))


def colours_turned_round(pdf: Pdf) -> None:
    picture(pdf).Decode = Array([1, 0] * 3)


def colours_left_out(pdf: Pdf) -> None:
    picture(pdf).Mask = Array([0, 255] * 3)


def picture_behind_a_mask(pdf: Pdf) -> None:
    mask = pdf.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=1)
    mask.ImageMask = True
    picture(pdf).Mask = mask


def other_palette(pdf: Pdf) -> None:
    picture(pdf).ColorSpace = Array([Name.Indexed, Name.DeviceRGB, 1, String("\0\0\0\0\0\0")])


def packed_otherwise(pdf: Pdf) -> None:
    one = picture(pdf)
    one.write(one.read_raw_bytes(), filter=Name.JPXDecode)


def pages_of_two_parts_exchanged(pdf: Pdf) -> None:
    """The last page of a document for the first page of the next."""
    one, other = good().entries[REPORT].last - 1, first(LETTER)
    pages = [page.obj for page in pdf.pages]
    pages[one], pages[other] = pages[other], pages[one]
    for page in pages:
        page.Parent = pdf.Root.Pages
    pdf.Root.Pages.Kids = Array(pages)


def keywords_put_in(pdf: Pdf) -> None:
    pdf.docinfo["/Keywords"] = "PERSONAL"


def no_way_back(pdf: Pdf) -> None:
    for one in links(pdf, first(SCAN)):
        one.Dest = Array([pdf.pages[-1].obj, Name.Fit])


def part_taken_out(pdf: Pdf) -> None:
    entry = good().entries[LETTER]
    del pdf.pages[entry.first - 1 : entry.last]


def page_taken_out(pdf: Pdf) -> None:
    del pdf.pages[first(REPORT) + 1]


def parts_exchanged(pdf: Pdf) -> None:
    report, letter = good().entries[REPORT], good().entries[LETTER]
    pages = [page.obj for page in pdf.pages]
    order = [*range(report.first - 1), *range(letter.first - 1, letter.last), *range(report.first - 1, report.last)]
    order += range(letter.last, len(pages))
    kids = Array([pages[number] for number in order])
    for page in pages:
        page.Parent = pdf.Root.Pages
    pdf.Root.Pages.Kids = kids


def page_put_in(pdf: Pdf) -> None:
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[-1]
    pdf.pages.insert(first(LETTER) + 1, page)
    del pdf.pages[-1]


def byte_changed(pdf: Pdf) -> None:
    stream = pdf.pages[first(LETTER)].obj.Contents[2]
    write(stream, lambda code: code.replace(b" 11 Tf", b" 12 Tf", 1))


def picture_changed(pdf: Pdf) -> None:
    drawn = next(iter(pdf.pages[first(OLD)].obj.Resources.XObject.values()))
    data = bytearray(drawn.read_raw_bytes())
    data[len(data) // 2] ^= 1
    drawn.write(bytes(data), filter=Name.DCTDecode)


def page_cropped(pdf: Pdf) -> None:
    page = pdf.pages[first(LETTER)].obj
    box = [float(value) for value in page.MediaBox]
    page.CropBox = Array([box[0], box[1], box[2], box[3] - 200])


def text_layer_lost(pdf: Pdf) -> None:
    page = pdf.pages[first(SCAN)].obj
    for stream in list(page.Contents)[1:-1]:
        if b"Tj" in stream.read_bytes():
            write(stream, lambda code: re.sub(rb"BT.*?ET", b"", code, flags=re.DOTALL))


def tags_lost(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def tags_of_a_part_lost(pdf: Pdf) -> None:
    kids = pdf.Root.StructTreeRoot.K.K
    del kids[1 + LETTER]


def tags_of_a_page_lost(pdf: Pdf) -> None:
    key = int(pdf.pages[first(REPORT)].obj.StructParents)
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    at = [int(one) for one in list(numbers)[::2]].index(key)
    numbers[2 * at + 1] = Array([])


def two_documents(pdf: Pdf) -> None:
    tree = pdf.Root.StructTreeRoot
    tree.K = Array([tree.K, pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree, K=Array([])))])


def tab_order_lost(pdf: Pdf) -> None:
    del pdf.pages[first(LETTER)].obj["/Tabs"]


def line_lost(pdf: Pdf) -> None:
    held = lines(pdf)
    held[2].Next, held[4].Prev = held[4], held[2]
    pdf.Root.Outlines.Count = len(held) - 1


def line_to_another_page(pdf: Pdf) -> None:
    lines(pdf)[3].Dest[0] = pdf.pages[0].obj


def line_with_another_number(pdf: Pdf) -> None:
    one = lines(pdf)[3]
    one.Title = String(re.sub(r"\(page \d+\)", "(page 2)", str(one.Title)))


def line_below_to_another_page(pdf: Pdf) -> None:
    one = next(line for line in lines(pdf) if "/First" in line)
    one.First.Dest[0] = pdf.pages[0].obj


def answer_changed(pdf: Pdf) -> None:
    field = next(one for one in fields(pdf) if str(one.get("/V", "")).startswith("Noise number"))
    field.V = String("Noise of another kind.")


def answer_gone(pdf: Pdf) -> None:
    del next(one for one in fields(pdf) if str(one.get("/V", "")).startswith("Typed Name"))["/V"]


def answer_shown_otherwise(pdf: Pdf) -> None:
    field = next(one for one in fields(pdf) if str(one.get("/V", "")).startswith("Typed Name"))
    write(field.AP.N, lambda code: code.replace(b"Tj", b"Tj % other"))


def answer_out_of_sight(pdf: Pdf) -> None:
    field = next(one for one in fields(pdf) if str(one.get("/V", "")).startswith("Typed Name"))
    field.AP.N.BBox = Array([0, 0, 0, 0])


def fields(pdf: Pdf) -> list[Any]:
    found = list(pdf.Root.AcroForm.Fields)
    for one in found:
        found += list(one.get("/Kids", ()))
    return found


def attachment(pdf: Pdf) -> tuple[Any, int]:
    names = pdf.Root.Names.EmbeddedFiles.Names
    known = [isinstance(one, Dictionary) and "SHA-256" in str(one.get("/Desc", "")) for one in names]
    return names, known.index(True)


def file_taken_out(pdf: Pdf) -> None:
    names, at = attachment(pdf)
    del names[at]
    del names[at - 1]


def file_changed(pdf: Pdf) -> None:
    names, at = attachment(pdf)
    write(names[at].EF.F, lambda data: data.replace(b"%PDF-1.", b"%PDF-2.", 1))


def file_of_a_part_changed(pdf: Pdf) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    one = next(one for one in names if isinstance(one, Dictionary) and str(one.UF) == "a.txt")
    one.EF.F.write(b"something else")


def file_put_in(pdf: Pdf) -> None:
    pdf.attachments["extra.txt"] = b"more"


def page_turned(pdf: Pdf) -> None:
    pdf.pages[first(LETTER) + 1].obj.Rotate = 180


def record(pdf: Pdf, change: Callable[[dict[str, Any]], None]) -> None:
    stream = pdf.Root.PieceInfo.ctdocs.Private
    held = json.loads(stream.read_bytes())
    change(held["bundle"])
    stream.write(json.dumps(held).encode())


def record_says_other_pages(pdf: Pdf) -> None:
    def change(held: dict[str, Any]) -> None:
        held["entries"][REPORT]["last"] -= 1
        held["entries"][LETTER]["first"] -= 1

    record(pdf, change)


def record_leaves_pages_out(pdf: Pdf) -> None:
    record(pdf, lambda held: held["entries"][REPORT].update(last=held["entries"][REPORT]["last"] - 1))


def recipe_gone(pdf: Pdf) -> None:
    record(pdf, lambda held: held.update(recipe=None))


def title_lost(pdf: Pdf) -> None:
    del pdf.docinfo["/Title"]


def title_not_shown(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def language_lost(pdf: Pdf) -> None:
    pdf.Root.Lang = String("fr")


def labels_lost(pdf: Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r)]))


def other_view(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])


def metadata_lost(pdf: Pdf) -> None:
    del pdf.Root["/Metadata"]


def script(pdf: Pdf) -> None:
    pdf.pages[2].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def command(pdf: Pdf) -> None:
    links(pdf, first(LETTER))[0].A = Dictionary(S=Name.Launch, F=String("program"))


def letters_exchanged(pdf: Pdf) -> None:
    """The codes of a page stand for other letters."""
    for font in pdf.pages[first(LETTER)].obj.Resources.Font.values():
        if str(font.BaseFont) != "/LiberationSans":
            font.Encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([49, Name.seven]))


def drawn_unseen(pdf: Pdf) -> None:
    """A state in which nothing that is drawn shows."""
    pdf.pages[first(LETTER)].obj.Resources.ExtGState = Dictionary(Gs=Dictionary(ca=0))


def layer_shown(pdf: Pdf) -> None:
    pdf.Root.OCProperties.D.OFF = Array([])


def answer_on_a_layer(pdf: Pdf) -> None:
    field = next(one for one in fields(pdf) if str(one.get("/V", "")).startswith("Typed Name"))
    field.OC = pdf.Root.OCProperties.OCGs[0]


def answers_drawn_anew(pdf: Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def answer_left_open(pdf: Pdf) -> None:
    field = next(one for one in fields(pdf) if str(one.get("/V", "")).startswith("Typed Name"))
    field.Ff = 0


def other_words_read_out(pdf: Pdf) -> None:
    page = pdf.pages[first(SCAN)].obj
    for one in pdf.objects:
        if isinstance(one, Dictionary) and "/ActualText" in one and one.get("/Pg") == page:
            one.ActualText = String("Words that nobody wrote")


def kinds_exchanged(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary({name: Name.P for name, _ in pdf.Root.StructTreeRoot.RoleMap.items()})


def description_changed(pdf: Pdf) -> None:
    page = pdf.pages[first(OLD)].obj
    for one in pdf.objects:
        if isinstance(one, Dictionary) and "/Alt" in one and one.get("/Pg") == page:
            one.Alt = String("Another picture")



def date_in_the_index_changed(pdf: Pdf) -> None:
    write(pdf.pages[0].obj.Contents[1], lambda code: code.replace(b"(8 January 2026)", b"(9 January 2026)"))


def number_in_the_index_changed(pdf: Pdf) -> None:
    number = str(first(LETTER) + 1).encode()
    write(pdf.pages[0].obj.Contents[1], lambda code: code.replace(b"(" + number + b")", b"(3)", 1))


def what_is_missing_not_listed(pdf: Pdf) -> None:
    write(pdf.pages[0].obj.Contents[1], lambda code: code.replace(b"(Minutes) Tj", b"() Tj"))
