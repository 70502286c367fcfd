"""A picture made fit for a page: upright, flat, no finer than a page can show, and without what cameras add to it.

Nothing is kept of a picture but its dots: not where or when it was taken, not with which camera, no preview. A
JPEG that needs no change is passed on dot for dot.
"""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Final

from ctdocs.bundle.sources.complaints import heard
from ctdocs.bundle.sources.dots import as_jpeg, fitted, stored, turned
from ctdocs.bundle.sources.jpeg import bare_jpeg
from ctdocs.bundle.sources.pages import StoredImage
from ctdocs.bundle.sources.source import counted
from ctdocs.errors import Refused
from ctdocs.render.pdf.writer import A4

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS: Final = ("JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP")
_JPEG: Final = ("JPEG", "MPO")
"""MPO is what some cameras write: a JPEG with others behind it, such as its preview. The first is the photograph."""
_DAMAGE: Final = (
    OSError, SyntaxError, ValueError, struct.error, LookupError, TypeError, ZeroDivisionError, OverflowError,
    MemoryError, AttributeError, NotImplementedError,
)  # fmt: skip
DPI: Final = 300
MOST_DOTS: Final = 80_000_000
"""Dots of one picture that is unfolded: A3 at 600 dpi has 70 million. They take up to 320 MB while it is worked on."""
MOST_JPEG: Final = 175_000_000
"""Dots of a JPEG, which can be unfolded at half or a quarter of its size. Pillow opens none above 178 million."""
MOST_FRAMES: Final = 500
MOST_OF_ALL: Final = 2_000_000_000
"""Dots of all pages of one file: 250 pages of A4 at 300 dpi."""
_MARGIN: Final = 42.5  # 15 mm
_TURNS: Final = {
    2: "mirrored", 3: "turned by 180°", 4: "mirrored and turned by 180°", 5: "mirrored and turned by 90°",
    6: "turned by 90°", 7: "mirrored and turned by 270°", 8: "turned by 270°",
}  # fmt: skip
"""What each EXIF orientation asks for, clockwise (CIPA DC-008, 4.6.4)."""
_ORIENTATION, _GPS, _MAKE, _MODEL = 0x0112, 0x8825, 0x010F, 0x0110


@dataclass(slots=True)
class Framed:
    """One picture on its page: the size of the page, the box of the picture from the top left, in points."""

    image: StoredImage
    page: tuple[float, float]
    box: tuple[float, float, float, float]
    scan: bool
    notes: list[str] = field(default_factory=list)


def frames(data: bytes, name: str) -> Iterator[Framed]:
    """Each picture in the file. Raises ``Refused`` where it is damaged, cut short or beyond all size."""
    from PIL import Image

    with _reading(name):
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    with image:
        total = 0
        for number in range(MOST_FRAMES + 1):
            try:
                with _reading(name):
                    image.seek(number)
            except EOFError:
                return
            if number == MOST_FRAMES:
                raise Refused(
                    f"{name} has more than {MOST_FRAMES} pages.", hint="Divide it into several files, or make it a PDF."
                )
            dots = image.width * image.height
            total += dots
            if dots > (MOST_JPEG if image.format in _JPEG else MOST_DOTS) or total > MOST_OF_ALL:
                raise _too_large(name, image.size)
            yield _framed(image, data, name)
            if image.format != "TIFF":
                return


@contextlib.contextmanager
def _reading(name: str) -> Iterator[None]:
    """What Pillow raises for a damaged file, in its many ways, as one sentence."""
    from PIL import Image

    # What is large is refused before it is unfolded, in words of our own.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except EOFError:
            raise  # the end of its pages
        except Image.DecompressionBombError as error:
            raise _too_large(name) from error
        except _DAMAGE as error:
            raise _damaged(name) from error


def _framed(image: Image, data: bytes, name: str) -> Framed:
    camera, orientation, notes = _noted(image)
    across, down, said = _dpi(image)
    turn = 1 if image.format == "TIFF" else orientation  # Pillow turns these itself while it unfolds them
    if image.format == "TIFF":
        across, down = _swapped(across, down, orientation)
        with heard() as complaints:
            _load(image, name)
        if complaints.damage:
            notes.append("damaged in places when it came: compare it with the paper")
    page, box, scan = _place(*_swapped(image.width / across * 72, image.height / down * 72, turn), said and not camera)
    # How many dots the box may hold, in the picture's own directions.
    limit = _swapped(box[2] / 72 * DPI, box[3] / 72 * DPI, turn)
    whole = image.size
    if image.format in _JPEG:
        image.draft(None, (ceil(limit[0]), ceil(limit[1])))
        if image.width * image.height > MOST_DOTS:
            raise _too_large(name, whole)
    _load(image, name)
    fits = whole[0] <= limit[0] * 1.02 and whole[1] <= limit[1] * 1.02
    made = _unchanged(image, data, turn) if fits else None
    if made is None:
        small = fitted(image, limit)
        if small.size != whole:
            notes.append(f"reduced to {DPI} dpi")
        made = stored(turned(small, turn), lossy=image.format in _JPEG)
    if orientation in _TURNS:
        notes.append(_TURNS[orientation])
    return Framed(made, page, box, scan, notes)


def _load(image: Image, name: str) -> None:
    try:
        with _reading(name):
            image.load()
    except EOFError as error:
        raise _damaged(name) from error


def _noted(image: Image) -> tuple[bool, int, list[str]]:
    """What is written beside the picture: whether a camera made it, how it is to be turned, and what is left out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = image.getexif()
        orientation, place = found.get(_ORIENTATION, 1), _GPS in found
    except _DAMAGE:
        return False, 1, ["what the camera had noted in the file was damaged and left out"]
    notes = []
    if place:
        notes.append("the position of the photograph was left out")
    elif image.format != "TIFF" and (set(found) - {_ORIENTATION} or {"xmp", "comment"} & set(image.info)):
        notes.append("what the camera or program had noted in the file was left out")
    moving = getattr(image, "n_frames", 1) if image.format in ("GIF", "WEBP", "PNG") else 1
    if moving > 1:
        notes.append(f"of {counted(moving, 'moving picture')} the first is shown")
    camera = image.format in _JPEG and bool({_MAKE, _MODEL} & set(found))
    return camera, orientation if orientation in _TURNS else 1, notes


def _dpi(image: Image) -> tuple[float, float, bool]:
    """Dots to an inch across and down, and whether a scanner said so; else as on a screen."""
    said = image.info.get("dpi")
    if isinstance(said, tuple) and len(said) == 2:
        across, down = float(said[0]), float(said[1])
        if 50 <= across <= 4800 and 50 <= down <= 4800 and 0.3 < across / down < 3.4:
            return across, down, across > 97
    return 96.0, 96.0, False


def _swapped(across: float, down: float, orientation: int) -> tuple[float, float]:
    return (down, across) if orientation in (5, 6, 7, 8) else (across, down)


def _place(
    width: float, height: float, scanned: bool
) -> tuple[tuple[float, float], tuple[float, float, float, float], bool]:
    """The page, the box on it, and whether the picture is the scan of a page: then it fills the page."""
    page = A4 if height >= width else (A4[1], A4[0])
    short, long = sorted((width, height))
    scan = scanned and 1.2 < long / short < 1.75 and short > 480 and long > 700
    margin = 0.0 if scan else _MARGIN
    room = page[0] - 2 * margin, page[1] - 2 * margin
    scale = min(room[0] / width, room[1] / height)
    if not scan:
        scale = min(scale, 2.0)  # what is small is not blown up until it shows nothing but dots
    width, height = width * scale, height * scale
    return page, ((page[0] - width) / 2, (page[1] - height) / 2, width, height), scan


def _unchanged(image: Image, data: bytes, orientation: int) -> StoredImage | None:
    """A JPEG as it is, without what is no picture in it; None where it is none, or must be turned."""
    if image.format not in _JPEG or image.mode not in ("L", "RGB") or orientation != 1:
        return None
    bare = bare_jpeg(data)
    return None if bare is None else as_jpeg(bare, image)


def _too_large(name: str, size: tuple[int, int] | None = None) -> Refused:
    said = f"has {size[0]:,} × {size[1]:,} dots" if size else "has more dots than any scan or photograph"
    return Refused(
        f"The picture {name} {said}, too many to be unfolded safely.",
        hint="Save it smaller: A4 at 300 dpi is 2,480 × 3,508.",
    )


def _damaged(name: str) -> Refused:
    return Refused(
        f"The picture {name} is damaged or cut short.",
        hint="Ask the sender for another copy, or open it in a picture viewer and save it again as JPEG or PNG.",
    )
