"""A PDF that came in, as it came: opened within limits, repaired where it is damaged, freed of an empty password.

Pages, tags and fields are left as they are; joining them is for ``ctdocs.bundle.join``. Taken out is only what a
person would not know that they pass on: the position in photographs, scripts, and files hidden inside.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from ctdocs.bundle.join.judge import is_signed
from ctdocs.bundle.sources.jpeg import bare_jpeg
from ctdocs.bundle.sources.source import Arrival, Source, counted
from ctdocs.bundle.sources.words import page_texts
from ctdocs.errors import CtdocsError, Refused
from ctdocs.read.limits import Limits, Watch, WatchedBytes, qpdf_limits
from ctdocs.read.quiet import quiet

LIMITS = Limits(pages=2000, seconds=60.0)
"""What one part may cost. A bundle of 1,600 pages is the largest that is planned for."""

_AGAIN = "Ask the sender for another copy, or open it in a PDF viewer and print it as a PDF."
_DAMAGE = (pikepdf.PikepdfError, LookupError, MemoryError, RuntimeError, TypeError, ValueError, AttributeError)


def pdf_source(arrival: Arrival, *, limits: Limits = LIMITS) -> Source:
    """The file as it came, or as it could be repaired. Raises ``Refused`` with the cause and what to do."""
    made = cleaned_pdf(arrival.data, arrival.shown, limits)
    data = arrival.data if made.data is None else made.data
    texts = page_texts(data, arrival.shown, Watch(limits))
    notes = [*made.notes, *_without_text(texts)]
    return Source(data, "pdf", texts, tuple(notes), None if made.data is None or made.told else arrival.data)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``data`` is None where nothing had to be done; ``told`` says that something was taken out that must not be told
    to others.
    """

    data: bytes | None
    notes: tuple[str, ...]
    told: bool


def cleaned_pdf(data: bytes, name: str, limits: Limits = LIMITS) -> Cleaned:
    """A PDF looked through and, where it needs it, written anew. Raises ``Refused``."""
    watch = Watch(limits)
    with quiet("pikepdf"), qpdf_limits():
        try:
            with pikepdf.open(WatchedBytes(data, watch)) as pdf:
                return _cleaned(pdf, data, name, limits)
        except CtdocsError:
            raise
        except pikepdf.PasswordError as error:
            raise Refused(
                f"{name} is protected by a password.",
                hint="Open it with its password, print it as a PDF without one, and use that; ctdocs does not keep "
                "passwords.",
            ) from error
        except _DAMAGE as error:
            raise _damaged(data, name) from error


def _cleaned(pdf: pikepdf.Pdf, data: bytes, name: str, limits: Limits) -> Cleaned:
    _require_pages(pdf, name, limits)
    notes = []
    if pdf.is_encrypted:
        notes.append("The encryption of the PDF, which asked for no password, was removed.")
    told = _bare_pictures(pdf)
    if told:
        notes.append(f"What cameras had noted in {counted(told, 'picture')} (such as the position) was left out.")
        if is_signed(pdf.Root.get("/AcroForm")):
            notes.append("That broke the digital signature of the PDF: keep the file that came, which proves it.")
    if pdf.get_warnings():
        _require_whole(pdf, data, name)
        notes.append("The PDF was damaged and has been repaired: compare its pages with what was sent.")
    new = _saved(pdf) if notes else None
    return Cleaned(new, (*notes, *_beside(pdf)), bool(told))


def _require_pages(pdf: pikepdf.Pdf, name: str, limits: Limits) -> None:
    root: Any = pdf.Root
    tree = root.get("/Pages")
    said: Any = tree.get("/Count") if isinstance(tree, pikepdf.Dictionary) else None
    count = said if isinstance(said, int) and said > limits.pages else len(pdf.pages)
    if count > limits.pages:
        raise Refused(
            f"{name} has {count:,} pages; a part may have {limits.pages:,}.", hint="Divide it into several files."
        )
    if count == 0:
        raise Refused(f"{name} has no pages.", hint=_AGAIN)
    form = root.get("/AcroForm")
    if _is_set(root, "/NeedsRendering") and isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        raise Refused(
            f"{name} is an XFA form, whose pages only Adobe's programs can show.",
            hint="Open it in Adobe Reader, print it as a PDF (Microsoft Print to PDF), and use that.",
        )
    if "/Collection" in root:
        raise Refused(
            f"{name} is a PDF portfolio: a folder of other files, with a cover page.",
            hint="Open it in Adobe Reader, save each file in it on its own, and use those.",
        )


def _is_set(dictionary: Any, key: str) -> bool:
    return bool(dictionary.get(key, False))


def _bare_pictures(pdf: pikepdf.Pdf) -> int:
    """Take out of each JPEG what the camera had noted; returns how many had such notes (EXIF, APP1)."""
    count = 0
    for one in pdf.objects:
        if not (isinstance(one, pikepdf.Stream) and one.get("/Subtype") == pikepdf.Name.Image):
            continue
        kind = one.get("/Filter")
        if isinstance(kind, pikepdf.Array) and len(kind) == 1:
            kind = kind[0]
        if kind != pikepdf.Name.DCTDecode:
            continue
        raw = one.read_raw_bytes()
        if b"Exif\0\0" in raw[:70_000] or b"http://ns.adobe.com/xap/" in raw[:140_000]:
            bare = bare_jpeg(raw, whole=False)
            if bare is not None and len(bare) < len(raw):
                parameters = one.get("/DecodeParms")
                one.write(bare, filter=pikepdf.Name.DCTDecode)
                if parameters is not None:
                    one.DecodeParms = parameters
                count += 1
    return count


def _require_whole(pdf: pikepdf.Pdf, data: bytes, name: str) -> None:
    """Refuse a file that ends within one of its objects: what is missing of it, nobody can tell.

    Only where the list of objects at the end is lost, with nothing else, can the file be put together again.
    """
    tail = data[data.rfind(b"endobj") + 6 :] if b"endobj" in data else data
    cut = re.search(rb"\d+\s+\d+\s+obj\b", tail)
    listed = b"/XRef" in tail
    if (cut and not listed) or b"endobj" not in data:
        raise _cut_short(name)
    for number, page in enumerate(pdf.pages, start=1):
        if "/Contents" not in page.obj and "/Annots" not in page.obj and "/Resources" in page.obj:
            continue  # an empty page is no damage
        for stream in _contents(page.obj):
            if not isinstance(stream, pikepdf.Stream):
                raise Refused(f"{name} is damaged: page {number} has lost what stood on it.", hint=_AGAIN)


def _contents(page: Any) -> Iterator[Any]:
    content = page.get("/Contents")
    if isinstance(content, pikepdf.Array):
        yield from content
    elif "/Contents" in page:
        yield content


def _beside(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What the file carries beside its pages; it stays behind when they become part of a bundle."""
    root: Any = pdf.Root
    files = len(pdf.attachments)
    if files:
        yield f"{counted(files, 'file')} inside the PDF {'is' if files == 1 else 'are'} not part of the bundle."
    names = root.get("/Names")
    if "/AA" in root or (isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names):
        yield "The PDF holds scripts, which are not part of the bundle."


def _without_text(texts: Sequence[str]) -> Iterator[str]:
    empty = [number for number, text in enumerate(texts, start=1) if not text.strip()]
    if len(empty) == len(texts):
        yield "No text could be read on any page: they are pictures only."
    elif empty:
        listed = ", ".join(map(str, empty[:12])) + (" and others" if len(empty) > 12 else "")
        yield f"No text could be read on {'page' if len(empty) == 1 else 'pages'} {listed}."


def _saved(pdf: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields that are in no list: they stay as they came
        pdf.save(target, deterministic_id=True, encryption=False)
    return target.getvalue()


def _damaged(data: bytes, name: str) -> Refused:
    if b"%%EOF" not in data[-2048:]:
        return _cut_short(name)
    return Refused(f"{name} is damaged and cannot be read.", hint=_AGAIN)


def _cut_short(name: str) -> Refused:
    return Refused(f"{name} is cut short: its end is missing.", hint=_AGAIN)
