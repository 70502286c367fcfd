"""Rules of the pages themselves: all there and unchanged, numbered, clear, upright, searchable."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Sequence
from typing import Any

from pypdf import PageObject
from pypdf.generic import DictionaryObject, NameObject

from ctdocs.bundle.join.numbers import spoken
from ctdocs.bundle.verify.objects import UNREADABLE, data, items, mapping, number, of
from ctdocs.bundle.verify.opening import File, Sheet

_TEXT = re.compile(rb"(?:Tj|TJ|'|\")(?=[\s\[</({%]|$)")
_CLIP = re.compile(rb"q (\S+) (\S+) (\S+) (\S+) re W n")
_PLACE = re.compile(rb"Tf (\S+) (\S+) (\S+) (\S+) (\S+) (\S+) Tm \(")
_LEVEL = re.compile(r"\.?\d+|[A-Z]+")
_TURN = {(1, 0): 0, (0, 1): 90, (-1, 0): 180, (0, -1): 270}


def whole(file: File) -> list[str]:
    """Every page of every part is there, in order, and shows what it showed."""
    places = file.places
    if not places.proved:
        return ["it keeps no digests of its pages, so that nobody can say whether they are as they were"]
    found = []
    for title, first, last in _chapters(file):
        gone = [n for n in range(first, last + 1) if file.now(n) is None]
        if gone and len(gone) == last - first + 1:
            found.append(f"{title} is missing with all of its pages")
        elif gone:
            found.append(f"{title} lacks {_pages(file, gone)} of the bundle")
        changed = [n for n in range(first, last + 1) if n - 1 in places.changed]
        if changed:
            found.append(f"{_pages(file, changed)} of {title} {'is' if len(changed) == 1 else 'are'} not as made")
    if not places.in_order():
        found += _moved(file) or _strayed(file)
    links = [n for n in range(1, len(file.record.notes) + 1) if not _same_links(file, n)]
    if links:
        what = "a link of {} does" if len(links) == 1 else "links of {} do"
        found.append(f"{what.format(_pages(file, links))} not stand or look as made")
    if places.extra:
        found.append(f"{_pages(file, [at + 1 for at in places.extra])} of the file belong to no document of the bundle")
    if file.damaged():
        found.append("the file is damaged: some of its objects cannot be read to their end")
    unknown = [n for n, note in enumerate(file.record.notes, 1) if note.digest == "?"]
    known = {file.now(n) for n in unknown}
    unread = [n for n, sheet in enumerate(file.sheets) if sheet.fault and n not in known]
    found += [f"page {file.record.number(n)} cannot be read" for n in unread]
    if unknown:
        draws = "draws" if len(unknown) == 1 else "draw"
        file.remarks["whole"] = f"What {_pages(file, unknown)} {draws} came in damaged: not compared."
    return found


def numbered(file: File) -> list[str]:
    """The number printed on each page is that of the page in the file, and its label; what lacks was taken out."""
    pattern = re.escape(re.sub(r"\s", "", file.say["number"])).replace(r"\{page\}", r"(\d[\dA-Z.]*)")
    expression = re.compile(pattern.replace(r"\{pages\}", r"(\d+)"))
    numbers, found = file.record.numbers, []
    last = numbers[-1] if numbers else str(len(file.sheets))
    labels = _labels(file) if numbers else []
    for at, sheet in enumerate(file.sheets):
        file.watch.check()
        number = file.record.number(at)
        try:
            seen = expression.findall(re.sub(r"\s", "", _printed(file, sheet))[:100_000])
        except UNREADABLE:
            seen = []
        if not seen or not _same_font(file, sheet):
            found.append(
                f"page {number} has no number" if not seen else f"the number of page {number} is drawn in another font"
            )
        elif (number, last) not in seen or (sheet.strip is not None and len(seen) > 1):
            found.append(f"page {number} of {last} says that it is page {seen[-1][0]} of {seen[-1][1]}")
        elif labels and labels[at : at + 1] != [number]:
            found.append(f"page {number} is labelled as page {labels[at] if at < len(labels) else 'nothing'}")
    if not found and any(not one.isdigit() for one in numbers):
        file.remarks["numbered"] = "Pages that came later have letters; the number of each is its page label."
    named = {number for gap in file.record.gaps for number in gap.numbers}
    if numbers and (gone := [number for number in _lacking(numbers) if number not in named]):
        found.append(f"numbers are missing, and nothing says that these pages were taken out: {', '.join(gone[:20])}")
    return found


def _labels(file: File) -> list[str]:
    """The label of each page as any reader shows it; none where they cannot be read."""
    try:
        return list(file.reader.page_labels)
    except UNREADABLE:
        return []


def _lacking(numbers: Sequence[str]) -> list[str]:
    """The numbers that a row of them leaves out, level by level: 3 of 1, 2, 4; 2B of 2, 2A, 2C; 5 of 4, 5A."""
    held, highest = set(numbers), dict[tuple[str, bool], int]()
    for one in numbers:
        tokens, before = _LEVEL.findall(one), ""
        for token in tokens:
            value = int(token.lstrip(".")) if not token.isalpha() else functools.reduce(_letter, token, 0)
            key = (before, token[0] == ".")
            highest[key] = max(highest.get(key, 0), value)
            before += token
    found = []
    for (before, dotted), top in highest.items():
        for value in range(1, min(top, 100_000) + 1):
            letters = before[-1:].isdigit() and not dotted
            one = before + ("." if dotted else "") + (_lettered(value) if letters else str(value))
            if one not in held:
                found.append(one)
    return found


def _letter(value: int, letter: str) -> int:
    return value * 26 + ord(letter) - 64


def _lettered(value: int) -> str:
    return (_lettered((value - 1) // 26) if value > 26 else "") + chr(65 + (value - 1) % 26)


def clear(file: File) -> list[str]:
    """Each number stands in a strip of its own, outside all that the page itself may draw."""
    found = []
    for at, sheet in enumerate(file.sheets, 1):
        if sheet.clip is None:
            if at - 1 not in file.places.extra and not sheet.fault:
                found.append(f"page {at} has no strip for its number")
            continue
        code = data(sheet.strip)
        box, places = _CLIP.search(sheet.clip), _PLACE.findall(code)
        if box is None or not places:
            found.append(f"page {at} has no strip for its number")
            continue
        left, low, wide, tall = map(float, box.groups())
        seen = [float(of(value)) for value in items(sheet.page.get("/CropBox", sheet.page.get("/MediaBox")))]
        for place in places:
            x, y = float(place[4]), float(place[5])
            inside = left < x < left + wide and low < y < low + tall
            if inside or not (seen[0] <= x <= seen[2] and seen[1] <= y <= seen[3]):
                found.append(f"the number of page {at} stands on the page or outside it")
                break
    return found


def upright(file: File) -> list[str]:
    """Every page is turned as its part had it, and its number with it."""
    found = []
    for n, note in enumerate(file.record.notes):
        at = file.places.where[n]
        if at is None:
            continue
        turn = number(file.sheets[at].page.get("/Rotate")) % 360
        if turn != note.turn:
            found.append(f"page {at + 1} ({file.whose(n + 1)}) is turned by {turn}°, and was by {note.turn}°")
    if not file.record.notes:
        for at, sheet in enumerate(file.sheets, 1):
            turn = number(sheet.page.get("/Rotate")) % 360
            if sheet.strip is not None and _turn_of(data(sheet.strip)) not in (turn, None):
                found.append(f"page {at} is turned by {turn}°, and its number is not")
    return found


def searchable(file: File) -> list[str]:
    """Every page of which a text was known when the bundle was made holds text."""
    found = []
    for one in file.entries:
        if one.treatment == "tagged":
            continue  # a page of its own that draws no text has none: its digest proves that it is as it came
        for n in range(one.first, one.last + 1):
            at = file.now(n)
            if at is not None and n not in file.record.silent and not _has_text(file.sheets[at]):
                found.append(f"page {at + 1} ({one.title}) holds no text")
    return found


def _has_text(sheet: Sheet) -> bool:
    if _TEXT.search(sheet.own):
        return True
    waiting, seen = [sheet.page.get("/Resources")], 0
    while waiting and seen < 1000:
        for one in mapping(mapping(waiting.pop()).get("/XObject")).values():
            held = mapping(one)
            seen += 1
            if of(held.get("/Subtype")) == "/Form":
                if _TEXT.search(data(one)):
                    return True
                waiting.append(held.get("/Resources"))
    return False


def _printed(file: File, sheet: Sheet) -> str:
    """The text of a page's strip; of the whole page where it has none."""
    if sheet.strip is None:
        return str(sheet.page.extract_text())
    fonts = mapping(mapping(sheet.page.get("/Resources")).get("/Font"))
    page = PageObject(file.reader)
    kept = {NameObject("/CtdocsStamp"): fonts.get("/CtdocsStamp")}
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject(kept)})
    page[NameObject("/Contents")] = sheet.strip
    page[NameObject("/MediaBox")] = sheet.page["/MediaBox"]
    return str(page.extract_text())


def _same_font(file: File, sheet: Sheet) -> bool:
    """Whether the font of a strip is that which the bundle was made with, so that its digits look like themselves."""
    font = mapping(mapping(sheet.page.get("/Resources")).get("/Font")).get("/CtdocsStamp")
    if sheet.strip is None or not file.record.font:
        return True
    try:
        return file.digests.font(font) == file.record.font
    except UNREADABLE:
        return False


def _turn_of(strip: bytes) -> int | None:
    places: list[Any] = _PLACE.findall(strip)
    if not places:
        return None
    a, b = float(places[0][0]), float(places[0][1])
    size = max(abs(a), abs(b)) or 1.0
    return _TURN.get((round(a / size), round(b / size)))


def _chapters(file: File) -> list[tuple[str, int, int]]:
    record = file.record
    inner = [(one.title, one.first, one.last) for one in record.entries]
    last = (file.say["standard"], record.standard, record.pages)
    return [(file.say["index"], 1, record.front), *inner, last]


def _moved(file: File) -> list[str]:
    """Which documents no longer follow the one that they followed."""
    starts = []
    for title, first, last in _chapters(file):
        held = [at for n in range(first, last + 1) if (at := file.now(n)) is not None]
        if held and held != sorted(held):
            starts.append((min(held), title, True))
        elif held:
            starts.append((held[0], title, False))
    rank = {at: n for n, (at, _, _) in enumerate(sorted(starts))}
    said = {True: "the pages of {} stand in another order", False: "{} stands in another place, on page {}"}
    moved = (one for n, one in enumerate(starts) if one[2] or rank[one[0]] != n)
    return [said[mixed].format(title, at + 1) for at, title, mixed in moved]


def _strayed(file: File) -> list[str]:
    """The fewest pages without which all others follow each other as they did: these stand in another document."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    at_end: list[int] = []
    held = [(n, at) for n, at in enumerate(file.places.where, 1) if at is not None]
    for n, at in held:  # the longest row of pages in order
        length = bisect.bisect_left(ends, at)
        before[n] = at_end[length - 1] if length else None
        ends[length:] = [at, *ends[length + 1 :]]
        at_end[length:] = [n, *at_end[length + 1 :]]
    kept, n_kept = set[int](), at_end[-1] if at_end else None
    while n_kept is not None:
        kept.add(n_kept)
        n_kept = before[n_kept]
    strays = [(n, at) for n, at in held if n not in kept]
    return [f"a page of {file.whose(n)} stands in another document, as page {at + 1} of the file" for n, at in strays]


def _same_links(file: File, page: int) -> bool:
    """Whether the links of a page of the record (from 1) stand and look as they did; so where nobody can say."""
    at, kept = file.now(page), file.record.notes[page - 1].links
    if at is None or kept == "?" or page - 1 in file.places.changed:
        return True
    try:
        return file.digests.links(file.sheets[at].page) == kept
    except UNREADABLE:
        return False


def _pages(file: File, numbers: list[int]) -> str:
    """Page numbers with runs drawn together."""
    if file.record.numbers:
        return ("page " if len(numbers) == 1 else "pages ") + spoken([file.record.number(one - 1) for one in numbers])
    runs: list[list[int]] = []
    for one in numbers:
        if runs and one == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], one]
        else:
            runs.append([one])
    return ("page " if len(numbers) == 1 else "pages ") + ", ".join("–".join(map(str, run)) for run in runs)
