"""The pack of an area: every document, and the layouts by which returned forms are read."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ctdocs.bundle.making import make
from ctdocs.documents.blocks import Resolved
from ctdocs.documents.catalogue import document as find_document, documents
from ctdocs.documents.printing import CONFIRM, FACTS
from ctdocs.documents.produce import require_language
from ctdocs.documents.resolve import resolve
from ctdocs.errors import CtdocsError, Problem, Refused
from ctdocs.model.area import Area, load_area
from ctdocs.model.files import write_atomic

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same bytes for the same input


@dataclass(frozen=True, slots=True)
class Order:
    """What to make for one area. ``only`` names documents, or is empty for all of them; ``areas`` is the folder of
    profiles, None for those that come with ctdocs. Word files are protected, but for their fields, with ``protect``."""

    area: str
    folder: Path
    only: tuple[str, ...]
    draft: bool
    on: dt.date
    language: str
    zipped: bool = False
    areas: Path | None = None
    formats: tuple[str, ...] = ("pdf",)
    protect: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """What was made for one area: its folder, the files in it, and sentences that a person should read."""

    area: str
    folder: Path
    files: tuple[Path, ...]
    remarks: tuple[str, ...] = ()


def make_packs(orders: Sequence[Order], jobs: int = 1) -> Iterator[Pack | CtdocsError]:
    """Make the packs in order, ``jobs`` at a time. An area that is refused does not stop the others."""
    if jobs == 1 or len(orders) == 1:
        yield from map(_attempt, orders)
        return
    with ProcessPoolExecutor(max_workers=min(jobs, len(orders))) as pool:
        yield from pool.map(_attempt, orders)


def _attempt(order: Order) -> Pack | CtdocsError:
    try:
        return make_pack(order)
    except CtdocsError as error:
        return error


def make_pack(order: Order) -> Pack:
    """Make every document of an area. Nothing is written before all of them could be made.

    Raises ``Refused`` listing each missing or unconfirmed fact (not for a draft), ``CannotWrite``.
    """
    made: dict[Path, bytes] = {}
    layouts: dict[Path, bytes] = {}
    folder = order.folder / order.area
    area = load_area(order.area, order.areas)
    remarks: list[str] = []
    for name, resolved in _resolved(order, area).items():
        for kind in order.formats:
            document = make(resolved, area, kind, protect=order.protect)
            made[folder / f"{name}{'-DRAFT' if order.draft else ''}.{kind}"] = document.data
            layouts |= {order.folder / "layouts" / file: data for file, data in document.layouts.items()}
            remarks += document.remarks
    for path, data in {**made, **layouts}.items():
        write_atomic(path, data)
    if order.zipped:
        write_atomic(folder.with_name(folder.name + ".zip"), _zip({path.name: data for path, data in made.items()}))
    return Pack(order.area, folder, tuple(made), tuple(remarks))


def _resolved(order: Order, area: Area) -> dict[str, Resolved]:
    """Every document of the order. What the profile lacks is told once and for all of them together."""
    found: dict[str, Resolved] = {}
    gaps: list[Problem] = []
    for name in dict.fromkeys(order.only or documents()):
        try:
            description = find_document(name)
            require_language(description, order.language)
            found[name] = resolve(description, area, on=order.on, language=order.language, draft=order.draft)
        except Refused as error:
            if not error.problems or any(problem.code not in FACTS for problem in error.problems):
                raise
            gaps += error.problems
    if gaps:
        raise Refused(
            f"The documents of {area.id} cannot be made: facts are missing or not confirmed.",
            problems=sorted(dict.fromkeys(gaps), key=_in_file_order),
            hint=CONFIRM,
        )
    return found


def _in_file_order(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return (place.file, place.line, place.column) if place else ("", 0, 0)


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
