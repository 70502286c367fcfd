"""Rule: one tagged document, its parts in order, and every mark and annotation of every page led to from it."""

from __future__ import annotations

import re
from typing import Any

from pypdf.generic import StreamObject

from ctdocs.bundle.verify.digests import short, stream
from ctdocs.bundle.verify.objects import MOST, content, data, items, key_of, leaves, mapping, number, of, text
from ctdocs.bundle.verify.opening import File
from ctdocs.bundle.verify.spelt import spelt, spoken

_MARK = re.compile(rb"/MCID\s+(\d+)")
_UNTAGGED = ("/Popup", "/PrinterMark")


def tagged(file: File) -> list[str]:
    """One Document with each part in order; a language; every page's content and annotations in the tree."""
    root = file.root
    tree = mapping(root.get("/StructTreeRoot"))
    if not tree:
        return ["it has no tags"]
    found = []
    if of(mapping(root.get("/MarkInfo")).get("/Marked")) != True:  # noqa: E712 - a BooleanObject, which is no bool
        found.append("it does not say that it is tagged")
    if not text(root.get("/Lang")):
        found.append("it does not say its language")
    top = of(tree.get("/K"))
    tops = [mapping(one) for one in (top if isinstance(top, list) else [top])]
    if len(tops) != 1 or of(tops[0].get("/S")) != "/Document":
        return [*found, "its tags are not one document"]
    found += _parts(file, tops[0])
    found += _read_out(file, tops[0])
    roles = tree.get("/RoleMap")
    if file.record.roles not in ("?", "" if roles is None else short(spelt(roles, stream))):
        found.append("its tags mean something else than they did")
    elements = _elements(tree.get("/K"))
    parents = {number(key, -1): value for key, value in leaves(tree.get("/ParentTree"), "/Nums")}
    for at, sheet in enumerate(file.sheets):
        if at in file.places.extra:
            continue
        file.watch.check()
        found += _page(sheet.page, at + 1, parents, elements)
    return found


def _parts(file: File, document: dict[str, Any]) -> list[str]:
    kids = [mapping(one) for one in items(document.get("/K"))]
    held = [content(one.get("/ID")).decode("latin-1") for one in kids if of(one.get("/S")) == "/Part"]
    wanted = ["part:index", *(f"part:{one.id}" for one in file.entries), "part:standard"]
    wanted = [one.encode().decode("latin-1") for one in wanted]
    if held == wanted:
        return []
    titles = dict(zip(wanted, (title for title, _ in file.chapters()), strict=True))
    lost = [f"{titles[one]} has no tags of its own" for one in wanted if one not in held]
    return lost or ["its tags do not follow the order of its documents"]


def _read_out(file: File, document: dict[str, Any]) -> list[str]:
    """Parts of which something else would be read out than when they came."""
    titles = {"index": file.say["index"], "standard": file.say["standard"]}
    titles |= {one.id: one.title for one in file.entries}
    held = {content(one.get("/ID")): one for one in map(mapping, items(document.get("/K")))}
    found = []
    for part, digest in file.record.spoken.items():
        element = held.get(f"part:{part}".encode())
        if element is not None and digest not in ("?", short(spoken(element))):
            found.append(f"what is read out of {titles.get(part, part)} is not as it was")
    return found


def _elements(top: Any) -> set[int]:
    """The numbers of all elements that lie in the tree."""
    found: set[int] = set()
    waiting = [top]
    for _ in range(MOST):
        if not waiting:
            break
        one = waiting.pop()
        if (key := key_of(one)) in found:
            continue
        held = of(one)
        if isinstance(held, list):
            waiting += held
        elif isinstance(held, dict) and "/S" in held:
            if key:
                found.add(key)
            waiting.append(held.get("/K"))
    return found


def _page(page: Any, at: int, parents: dict[int, Any], elements: set[int]) -> list[str]:
    found = []
    if of(page.get("/Tabs")) != "/S":
        found.append(f"the tab order of page {at} does not follow its tags")
    held = of(page.get("/Contents"))
    code = b"\n".join(data(one) for one in (held if isinstance(held, list) else [held]))
    if not _covered(code, page, parents, elements):
        found.append(f"content of page {at} is in no tag")
    forms, seen = [page.get("/Resources")], set[int]()
    while forms and len(seen) < 10_000:
        for one in mapping(mapping(forms.pop()).get("/XObject")).values():
            form = of(one)
            if isinstance(form, StreamObject) and of(form.get("/Subtype")) == "/Form" and key_of(one) not in seen:
                seen.add(key_of(one))
                forms.append(form.get("/Resources"))
                if "/StructParents" in form and not _covered(data(one), form, parents, elements):
                    found.append(f"content of page {at} is in no tag")
    for one in map(mapping, items(page.get("/Annots"))):
        if of(one.get("/Subtype")) not in _UNTAGGED and not number(one.get("/F")) & 2:
            element = parents.get(number(one.get("/StructParent"), -1))
            if key_of(element) not in elements:
                found.append(f"a link, field or note of page {at} is in no tag")
                break
    return found


def _covered(code: bytes, owner: Any, parents: dict[int, Any], elements: set[int]) -> bool:
    """Whether every mark of this content has an element in the tree."""
    marks = {int(mark) for mark in _MARK.findall(code)}
    if not marks:
        return True
    held = items(parents.get(number(owner.get("/StructParents"), -1)))
    return all(mark < len(held) and key_of(held[mark]) in elements for mark in marks)
