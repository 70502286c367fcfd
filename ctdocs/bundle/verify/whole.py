"""Rules of the file as a whole: its own record, how it opens, answers, attached files, nothing that runs."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from xml.sax.saxutils import escape

from ctdocs.bundle.verify.digests import answer, short, stream
from ctdocs.bundle.verify.objects import MOST, UNREADABLE, data, items, key_of, leaves, mapping, number, of, text
from ctdocs.bundle.verify.opening import File
from ctdocs.bundle.verify.spelt import spelt

_RUNS = frozenset(
    "/JavaScript /Launch /SubmitForm /ResetForm /ImportData /GoToR /GoToE /Rendition /RichMediaExecute".split()  # noqa: SIM905
)
_ABOUT = frozenset(("/Title", "/Subject", "/Creator"))
_UNREAD = 3
_STATED = re.compile(r"SHA-256 ([0-9a-f]{64})")


def record(file: File) -> list[str]:
    """What the bundle says of itself is as it was, and agrees with itself."""
    return file.kept.faults()


def opens(file: File) -> list[str]:
    """Title, language, page labels and view are as they should be, in the catalogue and in the metadata."""
    root, record, found = file.root, file.record, []
    about = mapping(file.reader.trailer.get("/Info"))
    if text(about.get("/Title")) != record.title:
        found.append("its title is lost or another")
    if of(mapping(root.get("/ViewerPreferences")).get("/DisplayDocTitle")) != True:  # noqa: E712 - a BooleanObject
        found.append("it does not show its title")
    if text(root.get("/Lang")) != record.language:
        found.append("its language is lost or another")
    if more := sorted({*about} - _ABOUT):
        found.append(f"it says of itself what was not there: {', '.join(one[1:] for one in more)}")
    if text(about.get("/Subject")) != record.reference or not text(about.get("/Creator")).startswith("ctdocs "):
        found.append("its subject or the program that made it is another")
    try:
        labels = list(file.reader.page_labels)
    except UNREADABLE:
        labels = []
    layers = root.get("/OCProperties")
    if record.layers not in ("?", "" if layers is None else short(spelt(layers, stream))):
        found.append("other layers of its pages are shown than when it was made")
    if "/PageLabels" not in root or labels != [record.number(n) for n in range(len(file.sheets))]:
        found.append("its page labels are not the numbers of its pages")
    opening = items(root.get("/OpenAction"))
    first = file.number_of.get(key_of(opening[0])) if opening else None
    if first != 0 or len(opening) != 5 or of(opening[4]) != 1:
        found.append("it does not open on its first page at 100 %")
    if of(root.get("/PageMode")) != "/UseOutlines":
        found.append("it does not show its bookmarks")
    try:
        metadata = data(root.get("/Metadata")).decode("utf-8", "replace")
    except UNREADABLE:
        metadata = ""
    if "<pdfuaid:part>1</pdfuaid:part>" not in metadata or f">{escape(record.title)}<" not in metadata:
        found.append("its metadata lack the title or the standard it follows")
    return found


def answers(file: File) -> list[str]:
    """Every answer in a form and every note on a page is as the parts had it, and nobody can change it."""
    held, free = _answers(file)
    kept = file.record.answers
    found = [f"the answer “{_name(file, name)}” can be changed" for name in sorted(free)]
    if of(mapping(file.root.get("/AcroForm")).get("/NeedAppearances")) == True:  # noqa: E712 - a BooleanObject
        found.append("how its answers look is left to whatever shows them")
    for name in sorted({*held, *kept}):
        if name not in held:
            found.append(f"the answer “{_name(file, name)}” is gone")
        elif name not in kept:
            found.append(f"the answer “{_name(file, name)}” was not there")
        elif kept[name] not in ("?", held[name]):
            found.append(f"the answer “{_name(file, name)}” is another")
    for n, note in enumerate(file.record.notes, 1):
        at = file.now(n)
        if at is None or note.notes == "?":
            continue
        try:
            same = file.digests.notes(file.sheets[at].page) == note.notes
        except UNREADABLE:
            same = False
        if not same:
            found.append(f"a field, a note or a link out on page {at + 1} ({file.whose(n)}) is not as it was")
    return found


def attached(file: File) -> list[str]:
    """Every attached file is there with the SHA-256 that is stated of it, and a part shown as pictures has one."""
    held: list[tuple[str, str]] = []
    found = []
    for _, reference in leaves(mapping(file.root.get("/Names")).get("/EmbeddedFiles"), "/Names"):
        specification = mapping(reference)
        name = text(specification.get("/UF") or specification.get("/F"))
        try:
            digest = hashlib.sha256(data(mapping(specification.get("/EF")).get("/F"))).hexdigest()
        except UNREADABLE:
            digest = ""
        held.append((name, digest))
        stated = _STATED.search(text(specification.get("/Desc")))
        if stated and stated[1] != digest:
            found.append(f"{name} is not the file whose SHA-256 is stated")
    kept = list(file.record.files)
    for one in kept:
        if one in held:
            held.remove(one)
        elif any(name == one[0] for name, _ in held):
            held.remove(next(other for other in held if other[0] == one[0]))
            if f"{one[0]} is not the file whose SHA-256 is stated" not in found:
                found.append(f"{one[0]} is not the file that was attached")
        else:
            found.append(f"{one[0]} is no longer attached")
    found += [f"{name} was attached later" for name, _ in held]
    digests = {digest for _, digest in kept}
    for part in file.entries:
        if part.treatment == "pictures" and file.record.sources.get(part.id, part.sha256) not in digests:
            found.append(f"{part.title} is shown as pictures, and its file is not attached")
    return found


def scripts(file: File) -> list[str]:
    """Nothing in the file starts a script or a program, sends data or changes answers, wherever it stands."""
    found: dict[str, int] = {}
    unread = 0
    numbers = {key for table in file.reader.xref.values() for key in table} | set(file.reader.xref_objStm)
    for key in sorted(numbers)[:MOST]:
        if key % 256 == 0:
            file.watch.check()
        try:
            one = of(file.reader.get_object(key))
        except UNREADABLE:  # pypdf reads on from the start each time: a few such objects are enough to know
            unread += 1
            if unread == _UNREAD:
                break
            continue
        for kind in _running(one):
            found[kind] = found.get(kind, 0) + 1
    said = ["it holds what cannot be read, and so cannot be trusted"] if unread else []
    return said + [
        f"{kind[1:]} stands in it" + (f" {count} times" if count > 1 else "") for kind, count in found.items()
    ]


def _running(top: Any) -> list[str]:
    """The kinds of action in one object that a bundle may not hold."""
    found, waiting = [], [top]
    for _ in range(100_000):
        if not waiting:
            break
        one = waiting.pop()
        if isinstance(one, list):
            waiting += [kid for kid in one if isinstance(kid, dict | list)]
        elif isinstance(one, dict):
            kind = one.get("/S")
            if isinstance(kind, str) and str(kind) in _RUNS and "/K" not in one and "/P" not in one:
                found.append(str(kind))
            elif "/JS" in one:
                found.append("/JavaScript")
            if "/AA" in one:
                found.append("/AA")
            waiting += [kid for kid in one.values() if isinstance(kid, dict | list)]
    return found


def _answers(file: File) -> tuple[dict[str, str], set[str]]:
    """The digest of each answer by the full name of its field, and the names of fields that are not read only."""
    found: dict[str, str] = {}
    free: set[str] = set()
    waiting = [(one, "") for one in items(mapping(file.root.get("/AcroForm")).get("/Fields"))]
    seen: set[int] = set()
    while waiting and len(seen) < MOST:
        reference, above = waiting.pop()
        field, key = mapping(reference), key_of(reference)
        if key in seen:
            continue
        seen.add(key or -len(seen) - 1)
        name = above
        if "/T" in field:
            name = f"{above}.{text(field['/T'])}" if above else text(field["/T"])
        if "/V" in field and (value := answer(field["/V"])):
            found[name] = short(value)
        if "/FT" in field and not number(field.get("/Ff")) & 1:
            free.add(name)
        waiting += [(kid, name) for kid in items(field.get("/Kids"))]
    return found, free


def _name(file: File, name: str) -> str:
    """A field's name as people know it: that of the form, after the title of the part."""
    part, _, field = name.partition(".")
    title = next((one.title for one in file.entries if one.id.replace(".", "-") == part), part)
    return f"{title}: {field}"
