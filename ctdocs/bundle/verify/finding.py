"""Rules by which a reader finds the way: the index, its links there and back, the outline."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator
from typing import Any

from ctdocs.bundle.join.numbers import taken_out
from ctdocs.bundle.verify.objects import UNREADABLE, items, key_of, mapping, of, text
from ctdocs.bundle.verify.opening import File
from ctdocs.model.text import long_date

_MOST = 100_000
_Target = tuple[int, int | None, str]
_DEEPEST = 16


def index(file: File) -> list[str]:
    """The index lists each part in order with its page as it is now, description, date and number of pages."""
    shown = _Shown(_index_text(file))
    found = []
    at = 0
    rows = [
        (one.title, one.description, _day(one.date, file.record.language), str(one.last - one.first + 1), one.first)
        for one in file.entries
    ]
    rows.append((file.say["standard"], "", "–", "–", file.record.standard))
    for title, description, day, count, first in rows:
        now, wanted = file.now(first), f"{title}{description}{day}{count}"
        place = shown.find(wanted, at)
        if place is None:
            what = "the description, the date or the number of pages of {} is not as it is in the index"
            found.append((what if shown.find(title, 0) is not None else "{} is not listed").format(title))
            continue
        before, at = place
        if now is None:
            found.append(f"{title} is listed and not in the file")
        elif before != file.record.number(now):
            number = file.record.number(now)
            found.append(f"{title} begins on page {number}, and the index says page {before or 'nothing'}")
    return found


def complete(file: File) -> list[str]:
    """What the bundle does not hold is listed in its index, with the reason; so are pages that were taken out."""
    shown = _Shown(_index_text(file))
    last = _Shown(_text_of(file, range(file.record.standard, file.record.pages + 1))) if file.record.gaps else shown
    lines = [(one, taken_out(one.numbers, file.say)) for one in file.record.gaps]
    gone = [f"the index does not say: {line} ({one.title})" for one, line in lines if shown.find(line, 0) is None]
    gone += [f"the last page does not say: {line} ({one.title})" for one, line in lines if last.find(line, 0) is None]
    return gone + [
        f"{one.title}, which the bundle does not hold, is not listed"
        for one in file.record.absent
        if shown.find(one.title + one.reason, 0) is None
    ]


def linked(file: File) -> list[str]:
    """Each line of the index leads to the first page of its part, and a link there leads back."""
    record, found = file.record, []
    front = [at for n in range(1, record.front + 1) if (at := file.now(n)) is not None]
    targets = _index_targets(file, front)
    chapters = file.chapters()[1:]
    wanted = [file.now(first) for _, first in chapters]
    if len(targets) == len(wanted):
        moved = _not_at_their_lines(file, chapters, targets, wanted)
        for (title, _), (_, leads, _), right in zip(chapters, targets, wanted, strict=True):
            if right is not None and leads != right and not moved:
                found.append(_wrong(file, title, leads, right))
        found += [f"the link of {title} is not at its line" for title in moved]
    else:
        known = {leads for _, leads, _ in targets}
        missing = [(t, right) for (t, _), right in zip(chapters, wanted, strict=True) if right not in known]
        found += [f"no link of the index leads to {title}" for title, right in missing if right is not None]
        if not missing:
            found.append(f"the index has {len(targets)} links for {len(wanted)} lines")
    home: dict[int, int] = {}
    for number, leads, _ in targets:
        if leads is not None:
            home.setdefault(leads, number)
    for title, first in chapters:
        at = file.now(first)
        if at is None:
            continue
        back = [file.target(one) for one in file.links(at)]
        if not set(back) & set(front):
            found.append(f"no link leads from {title} (page {record.number(at)}) back to the index")
        elif at in home and home[at] not in back:
            found.append(f"the link back from {title} leads to another page of the index than the one that names it")
    return found


def outline(file: File) -> list[str]:
    """The outline has the index, every part and the last chapter with their pages, and leads to each."""
    lines = list(_lines(file))
    top = [(title, leads) for depth, title, leads in lines if depth == 0]
    found = []
    for title, first in file.chapters():
        now = file.now(first)
        name = " ".join(title.split())
        said = [one for one in top if one[0].startswith(name)]
        if not said:
            found.append(f"{title} is not in it")
            continue
        if now is None:
            found.append(f"{title} is in it and not in the file")
            continue
        wanted = " ".join(file.say["bookmark"].format(title=title, page=file.record.number(now)).split())
        exact = [one for one in said if one[0] == wanted]
        if not exact:
            found.append(f"{title} begins on page {file.record.number(now)}, and “{said[0][0]}” says another page")
        elif now not in [leads for _, leads in exact]:
            found.append(_wrong(file, title, exact[0][1], now))
    if len(top) != len(file.chapters()) and not found:
        found.append(f"it has {len(top)} lines for {len(file.chapters())} documents")
    pattern = re.escape(file.say["bookmark"].format(title="", page="#").strip()).replace(r"\#", "#")
    number = re.compile(pattern.replace("#", r"(\d[\dA-Z.]*)") + "$")
    for depth, title, leads in lines:
        printed = number.search(title)
        if depth and (leads is None or printed is None or printed[1] != file.record.number(leads)):
            found.append(f"“{title}” leads to {'no page' if leads is None else f'page {file.record.number(leads)}'}")
    return found


def firsts_by_outline(file: File) -> list[int] | None:
    """The first page (from 0) of the index, each part and the last chapter as the outline leads there."""
    top = [leads for depth, _, leads in _lines(file) if depth == 0]
    return [at for at in top if at is not None] if None not in top else None


def _wrong(file: File, title: str, leads: int | None, right: int) -> str:
    if leads is None:
        return f"the link to {title} leads nowhere"
    number = file.record.number
    return f"the link to {title} leads to page {number(leads)} in place of page {number(right)}"


def _index_targets(file: File, front: list[int]) -> list[_Target]:
    """Page of the index, target and words of each link, from the top down; a title on two lines counts once."""
    found: list[_Target] = []
    seen: Any = None
    for number in front:
        placed = []
        for one in file.links(number):
            rect = [float(of(value)) for value in items(one.get("/Rect"))]
            outward = mapping(one.get("/A")).get("/URI") is not None
            if len(rect) == 4 and not outward:
                placed.append((-max(rect[1], rect[3]), file.target(one), text(one.get("/Contents"))))
        for _, leads, words in sorted(placed, key=lambda one: one[0]):
            if (leads, words) != seen:
                found.append((number, leads, words))
            seen = (leads, words)
    return found


def _not_at_their_lines(
    file: File, chapters: list[tuple[str, int]], targets: list[_Target], wanted: list[int | None]
) -> list[str]:
    """The titles whose links stand in another order, where each still leads where it says; none where one does not."""
    lines = {leads: title for (title, _), leads in zip(chapters, wanted, strict=True) if leads is not None}
    order = [leads for _, leads, _ in targets]
    if order == wanted or len(lines) != len(wanted) or {*order} != {*lines}:
        return []
    for _, leads, words in targets:
        if leads is None or words != file.say["go"].format(page=file.record.number(leads), title=lines[leads]):
            return []
    same = difflib.SequenceMatcher(None, order, wanted, autojunk=False).get_matching_blocks()
    stay = {wanted[at] for block in same for at in range(block.b, block.b + block.size)}
    return [title for leads, title in lines.items() if leads not in stay]


def _index_text(file: File) -> str:
    return _text_of(file, range(1, file.record.front + 1))


def _text_of(file: File, numbers: range) -> str:
    pages = [at for n in numbers if (at := file.now(n)) is not None]
    shown = []
    for at in pages:
        file.watch.check()
        try:
            shown.append(str(file.sheets[at].page.extract_text()))
        except UNREADABLE:
            continue
    return "\n".join(shown)


class _Shown:
    """The text of a page as it can be searched whatever spaces a reader puts between its words."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.at = [n for n, ch in enumerate(words) if _counts(ch)]
        self.plain = "".join(words[n] for n in self.at)

    def find(self, wanted: str, start: int) -> tuple[str, int] | None:
        """The number right before these words and where to search on; None where they are not there as a whole."""
        plain = "".join(filter(_counts, wanted))
        place = self.plain.find(plain, start)
        while place >= 0:
            end = self.at[place + len(plain) - 1] + 1
            if not (wanted[-1:].isdigit() and self.words[end : end + 1].isdigit()):
                last = self.at[place - 1] + 1 if place else 0  # a title may begin with letters that do not count
                before = re.search(r"(?<!\S)(\d[\dA-Z.]{0,20})$", self.words[max(0, last - 25) : last])
                return (before[1] if before else ""), place + len(plain)
            place = self.plain.find(plain, place + 1)
        return None


def _counts(ch: str) -> bool:
    """Whether two readers agree on a character: no space, and one that our font has."""
    return not ch.isspace() and (ord(ch) < 0x530 or ch in "–—‘’“”…")


def _day(day: dt.date | None, language: str) -> str:
    return long_date(day, language.partition("-")[0]).partition(" ")[2] if day else "–"


def _lines(file: File) -> Iterator[tuple[int, str, int | None]]:
    """Depth, title and target of each line of the outline, in order. One that bites its tail comes to an end."""
    seen: set[int] = set()
    waiting = [(mapping(file.root.get("/Outlines")).get("/First"), 0)]
    while waiting and len(seen) < _MOST:
        reference, depth = waiting.pop()
        one, key = mapping(reference), key_of(reference)
        if not one or key in seen:
            continue
        seen.add(key)
        yield depth, " ".join(text(one.get("/Title")).split()), file.target(one)
        waiting.append((one.get("/Next"), depth))
        if depth < _DEEPEST:
            waiting.append((one.get("/First"), depth + 1))
