"""What a bundle does not carry: scripts, and actions that start programs, send data or change answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Object, Pdf

from ctdocs.bundle.join.objects import given, notes

KEPT = frozenset(("/GoTo", "/URI", "/Named", "/Thread", "/Hide", "/SetOCGState"))
"""Actions that stay: they show a place or a page of the web. All others go (ISO 32000-1, 12.6.4)."""
_NAMES = {
    "/JavaScript": "a script",
    "/Launch": "a command that starts a program",
    "/SubmitForm": "a button that sends data",
    "/ResetForm": "a button that empties the form",
    "/ImportData": "a button that loads data",
    "/GoToR": "a link to another file",
    "/GoToE": "a link into another file",
}


def strip(pdf: Pdf) -> list[str]:
    """Take every script and unwanted action out of an opened part; returns a sentence that says what went, if any."""
    gone: Counter[str] = Counter()
    root = pdf.Root
    names = root.get("/Names")
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        gone["a script"] += 1
        del names["/JavaScript"]
    if isinstance(opening := root.get("/OpenAction"), Dictionary) and opening.get("/S") not in (None, "/GoTo"):
        gone[_NAMES.get(str(opening.get("/S")), "an action")] += 1
    for page in pdf.pages:
        _triggers(page.obj, gone)
        for key in ("/Trans", "/Dur", "/PresSteps"):
            if key in page.obj:
                del page.obj[key]
        for annotation in notes(page.obj):
            if isinstance(annotation, Dictionary):
                _clean(annotation, gone)
    _triggers(root, gone)
    for field in _fields(root.get("/AcroForm")):
        _clean(field, gone)
    if not gone:
        return []
    what = ", ".join(f"{name} ({count} times)" if count > 1 else name for name, count in sorted(gone.items()))
    return [f"Taken out: {what}."]


def _clean(owner: Object, gone: Counter[str]) -> None:
    _triggers(owner, gone)
    action = given(owner, "/A")
    if isinstance(action, Dictionary):
        kind = str(action.get("/S", ""))
        if kind not in KEPT:
            gone[_NAMES.get(kind, "an action")] += 1
            del owner["/A"]
        elif "/Next" in action:
            gone["an action"] += 1
            del action["/Next"]


def _triggers(owner: Object, gone: Counter[str]) -> None:
    if "/AA" in owner:
        triggers = owner.AA
        for _, action in triggers.items() if isinstance(triggers, Dictionary) else ():
            kind = str(action.get("/S", "")) if isinstance(action, Dictionary) else ""
            gone[_NAMES.get(kind, "an action")] += 1
        del owner["/AA"]


def _fields(form: Object | None) -> Iterator[Object]:
    """Every field that is no widget itself: widgets are met on their pages."""
    held = form.get("/Fields") if isinstance(form, Dictionary) else None
    waiting = list(held) if isinstance(held, Array) else []
    for field in waiting:
        if not isinstance(field, Dictionary) or len(waiting) > 1_000_000:
            continue
        kids = given(field, "/Kids")
        if isinstance(kids, Array):
            yield field
            waiting += list(kids)
