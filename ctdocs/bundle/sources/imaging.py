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

from ctdocs.bundle.sources.pages import StoredImage
from ctdocs.bundle.sources.source import counted
from ctdocs.errors import Refused
from ctdocs.render.pdf.objects import Name
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
MOST_JPEG: Final = 220_000_000
"""Dots of a JPEG, which can be unfolded at half or a quarter of its size: telephones take up to 200 million."""
MOST_FRAMES: Final = 500
MOST_OF_ALL: Final = 2_000_000_000
"""Dots of all pages of one file: 250 pages of A4 at 300 dpi."""
_MARGIN: Final = 42.5  # 15 mm
_LARGE: Final = 2_000_000
_TURNS: Final = {
    2: "mirrored", 3: "turned by 180°", 4: "mirrored and turned by 180°", 5: "mirrored and turned by 90°",
    6: "turned by 90°", 7: "mirrored and turned by 270°", 8: "turned by 270°",
}  # fmt: skip
"""What each EXIF orientation asks for, clockwise (CIPA DC-008, 4.6.4)."""
_ORIENTATION, _GPS, _MAKE, _MODEL = 0x0112, 0x8825, 0x010F, 0x0110
_BLACK_OR_WHITE: Final = [0] * 128 + [255] * 128


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
        _load(image, name)
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
        fitted = _fitted(image, limit)
        if fitted.size != whole:
            notes.append(f"reduced to {DPI} dpi")
        made = stored(_turned(fitted, turn), lossy=image.format in _JPEG)
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
        found = image.getexif()
        orientation, place = found.get(_ORIENTATION, 1), bool(found.get_ifd(_GPS)) if _GPS in found else False
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
    return None if bare is None else _jpeg(bare, image)


def bare_jpeg(data: bytes, *, whole: bool = True) -> bytes | None:
    """A JPEG without its notes (APP1 to APP13, APP15, comments) and what follows its end; None where it is damaged.

    Where ``whole`` is False, one that has no end is given back as far as it goes.

    APP0 and APP14 stay: they say how its colours are stored (ISO/IEC 10918-1, B.2.4.6; Adobe's technical note 5116).
    """
    out, at = bytearray(b"\xff\xd8"), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + length]
        at += 2 + length
        if marker == 0xDA:
            end = _scan_end(data, at)
            return bytes(out + segment + data[at : end or len(data)]) if end or not whole else None
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            out += segment
    return None


def _scan_end(data: bytes, at: int) -> int:
    """Where the picture ends that has its first scan at ``at``; 0 where it has no end. Later scans are of it too."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker in (0x00, 0xFF) or 0xD0 <= marker <= 0xD7:
            at += 1 if marker == 0xFF else 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0


def _fitted(image: Image, limit: tuple[float, float]) -> Image:
    """The picture, flat, with no more dots than ``limit`` across and down."""
    from PIL import Image as Pillow

    picture = flat(image)
    if picture.mode == "1":  # the dots of a fax are not square: each direction is reduced on its own
        size = min(picture.width, ceil(limit[0])), min(picture.height, ceil(limit[1]))
        if size == picture.size:
            return picture
        grey = picture.convert("L").resize(size, Pillow.Resampling.BOX)
        return grey.point(_BLACK_OR_WHITE).convert("1", dither=Pillow.Dither.NONE)
    scale = min(1.0, limit[0] / picture.width, limit[1] / picture.height)
    if scale > 0.98:
        return picture
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Pillow.Resampling.LANCZOS, reducing_gap=3.0)


def _turned(picture: Image, orientation: int) -> Image:
    """The picture upright (CIPA DC-008, 4.6.4)."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90,
    }  # fmt: skip
    return picture.transpose(turns[orientation]) if orientation in turns else picture


def flat(image: Image) -> Image:
    """The picture in black and white ("1"), grey ("L") or colour ("RGB"), what is see-through laid on white."""
    from PIL import Image as Pillow

    if image.mode in ("1", "L", "RGB") and "transparency" not in image.info:
        return image
    if image.mode.startswith("I") or image.mode == "F":
        if image.mode.startswith("I;16"):
            most = 65535.0
        else:
            extrema = image.convert("F").getextrema()
            most = max(1.0, float(extrema[1])) if isinstance(extrema[1], float) else 255.0
        return image.convert("F").point(lambda value: value * (255 / most)).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        grey = image.mode in ("LA", "La", "L", "1")
        clear = image.convert("LA" if grey else "RGBA")
        paper = Pillow.new("L" if grey else "RGB", image.size, 255 if grey else (255, 255, 255))
        paper.paste(clear.convert(paper.mode), mask=clear.getchannel("A"))
        return paper
    return image.convert("RGB")


def stored(image: Image, *, lossy: bool) -> StoredImage:
    """The picture as a PDF holds it: JPEG where it came so or is large, else packed without loss."""
    target = io.BytesIO()
    if not lossy:
        # The rows of a PNG are what a PDF takes as well (ISO 32000-1, 7.4.4.4).
        image.save(target, "PNG", compress_level=6)
        packed, bits = b"".join(_chunks(target.getvalue(), b"IDAT")), 1 if image.mode == "1" else 8
        if len(packed) < _LARGE or image.mode == "1":
            colours = 3 if image.mode == "RGB" else 1
            return StoredImage(
                packed, Width=image.width, Height=image.height, BitsPerComponent=bits, Filter=Name("FlateDecode"),
                ColorSpace=Name("DeviceRGB" if colours == 3 else "DeviceGray"),
                DecodeParms={"Predictor": 15, "Colors": colours, "BitsPerComponent": bits, "Columns": image.width},
            )  # fmt: skip
        target = io.BytesIO()
    image.info.clear()
    image.save(target, "JPEG", quality=88, optimize=True, progressive=False, exif=b"")
    return _jpeg(target.getvalue(), image)


def _jpeg(data: bytes, image: Image) -> StoredImage:
    return StoredImage(
        data, Width=image.width, Height=image.height, BitsPerComponent=8, Filter=Name("DCTDecode"),
        ColorSpace=Name("DeviceRGB" if image.mode == "RGB" else "DeviceGray"),
    )  # fmt: skip


def _chunks(data: bytes, kind: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == kind:
            yield data[at + 8 : at + 8 + length]
        at += 12 + length


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
