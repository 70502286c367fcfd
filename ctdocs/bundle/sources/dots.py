"""The dots of a picture: laid flat, made fewer, turned, and stored as a PDF holds them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING, Final

from ctdocs.bundle.sources.jpeg import bare_jpeg
from ctdocs.bundle.sources.pages import StoredImage
from ctdocs.render.pdf.objects import Name

if TYPE_CHECKING:
    from PIL.Image import Image

_LARGE: Final = 2_000_000
"""Bytes from which a picture that came without loss is stored as a JPEG: a screen packs to less, a photograph not."""
_BLACK_OR_WHITE: Final = [0] * 128 + [255] * 128


def fitted(image: Image, limit: tuple[float, float]) -> Image:
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


def turned(picture: Image, orientation: int) -> Image:
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
    image.save(target, "JPEG", quality=88, optimize=True, progressive=False)
    made = target.getvalue()
    return as_jpeg(bare_jpeg(made) or made, image)


def as_jpeg(data: bytes, image: Image) -> StoredImage:
    """The bytes of a JPEG as a PDF holds them, ``image`` being what they show."""
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
