"""Pictures of one's own: read safely, and made to look like MNIST."""

import io
import re
import struct
import threading
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lazyq.wording import Written, worded

if TYPE_CHECKING:
    from PIL import Image
    from torch import Tensor

SIDE, BOX, MARGIN = 28, 20, 4
CENTRE = 14  # MNIST puts the centre of mass at (14, 14) to the nearest pixel, counting pixels from 0
LARGE = 1024  # pixels; a picture is made smaller in whole steps while its longer side is at least twice this
LEAST_CONTRAST = 1 / 16
INK = 1 / 4  # of the darkest ink; what is fainter does not count for the size of a digit
NOISE = 4  # times the median deviation of the border from the paper's level; less is paper
LUMINANCE = (0.299, 0.587, 0.114)

MAX_BYTES = 2_000_000
MAX_PIXELS = 16_000_000
ORIENTATION = 0x0112  # in EXIF
MAX_SCANS = 100  # of a JPEG, over each of which the whole picture is gone through; cameras write 1 to 12
TILE = 512
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


def prepare_digit(image: "Image.Image | NDArray[Any] | Tensor") -> "Tensor":
    """Return a picture of a digit as MNIST would have it: (28, 28) uint8, light ink on dark ground.

    Transparency is laid on white (on black if nothing would be seen on white), colours become grey, and
    a picture with a bright border is inverted. The ink is cut out, scaled so that its longer side has 20
    pixels, its darkest point becomes 255, and its centre of mass comes to the pixel (14, 14). A digit of
    MNIST stays what it is.

    Parameters
    ----------
    image : a PIL image; an array (h, w) or (h, w, c); or a tensor (h, w) or (c, h, w); uint8, or floats
        in [0, 1]; c = 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA

    Raises
    ------
    ValueError : another type, shape or dtype, values that are NaN or outside [0, 1], or no ink to see

    Examples
    --------
    >>> import numpy as np
    >>> from lazyq.datasets import prepare_digit
    >>> stroke = np.zeros((90, 90))
    >>> stroke[20:80, 10:19] = 1
    >>> ink = prepare_digit(stroke) > 127
    >>> tuple(ink.shape), int(ink.any(1).sum()), int(ink.any(0).sum())  # 60 × 9 becomes 20 × 3
    ((28, 28), 20, 3)
    """
    import torch

    pixels = _pixels(image)
    channels = pixels.shape[2]
    grey = pixels[..., :3] @ np.array(LUMINANCE) if channels >= 3 else pixels[..., 0]
    if channels in (2, 4):
        alpha = pixels[..., -1]
        on_white = grey * alpha + (1 - alpha)
        grey = on_white if np.ptp(on_white) >= LEAST_CONTRAST else grey * alpha
    low, high = grey.min(), grey.max()
    if high - low < LEAST_CONTRAST:
        raise ValueError(worded("image must show ink on paper of another brightness, but it is blank"))
    border = np.concatenate([grey[0], grey[-1], grey[1:-1, 0], grey[1:-1, -1]])
    paper = float(np.median(border))
    ink = paper - grey if paper > (low + high) / 2 else grey - paper
    noise = NOISE * float(np.median(np.abs(border - paper)))
    return torch.from_numpy(centred(np.where(ink > min(noise, ink.max() / 2), ink, 0.0)))


def centred(ink: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return ink (h, w) ≥ 0 on paper 0 as (28, 28) uint8: 20 pixels long, its mass about the centre."""
    ink = ink / ink.max()
    rows, columns = _extent(ink)
    scaled = _resized(ink, rows, columns, BOX)
    # Resampling softens small pictures, and a soft edge makes the digit longer than its box.
    longest = max(len(extent) for extent in _extent(scaled))
    if longest != BOX:
        scaled = _resized(ink, rows, columns, BOX * BOX / longest)
    first, second = _offset(scaled.sum(1)), _offset(scaled.sum(0))
    field = np.zeros((SIDE + 2 * MARGIN, SIDE + 2 * MARGIN))
    field[first : first + scaled.shape[0], second : second + scaled.shape[1]] = scaled
    inside = field[MARGIN:-MARGIN, MARGIN:-MARGIN]
    levels: NDArray[np.uint8] = np.rint(255 * inside).astype(np.uint8)
    return levels


def _extent(ink: NDArray[np.float64]) -> tuple[range, range]:
    """Return the rows and the columns from the first to the last with clear ink."""
    seen = ink >= INK
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    return range(rows[0], rows[-1] + 1), range(columns[0], columns[-1] + 1)


def _resized(ink: NDArray[np.float64], rows: range, columns: range, longest: float) -> NDArray[np.float64]:
    """Return a part of the ink scaled to a longer side, with a margin for the faint edges around it."""
    from PIL import Image

    scale = longest / max(len(rows), len(columns))
    height, width = (min(max(1, round(scale * len(side))), BOX) for side in (rows, columns))
    down, right = MARGIN * len(rows) / height, MARGIN * len(columns) / width
    border = int(np.ceil(max(down, right)))
    top, left = border + rows.start, border + columns.start
    picture = Image.fromarray(np.pad(ink, border).astype(np.float32)).resize(
        (width + 2 * MARGIN, height + 2 * MARGIN),
        Image.Resampling.BICUBIC,
        box=(left - right, top - down, left + len(columns) + right, top + len(rows) + down),
    )
    scaled = np.asarray(picture, dtype=np.float64)
    return np.clip(scaled / scaled.max(), 0, None)


def _offset(mass: NDArray[np.float64]) -> int:
    """Return where in the field with its margin to put a box with its own, its centre of mass at 14.

    The box without its margin stays inside the field without its.
    """
    mean = float(mass @ np.arange(len(mass)) / mass.sum()) - MARGIN
    return min(max(int(np.ceil(CENTRE - 0.5 - mean)), 0), SIDE + 2 * MARGIN - len(mass))


def _pixels(image: object) -> NDArray[np.float64]:
    """Return any accepted picture as (h, w, c) in [0, 1]."""
    from PIL import Image
    from torch import Tensor

    if isinstance(image, Image.Image):
        plain = _small(image)  # a photograph as floats would fill the memory of a server
        if plain.mode in ("RGB", "RGBA"):
            plain = plain.convert("L" if plain.mode == "RGB" else "LA")
        values = np.asarray(plain)
        if values.dtype != np.uint8:
            values = np.clip(values / 65535, 0, 1) if image.mode.startswith("I") else values
    elif isinstance(image, Tensor):
        values = image.detach().cpu().numpy()
        values = np.moveaxis(values, 0, -1) if values.ndim == 3 else values
    elif isinstance(image, np.ndarray):
        values = image
    else:
        raise ValueError(  # noqa: TRY004  one error type for all bad input
            f"image must be a PIL image, a numpy array or a torch tensor, got {type(image).__name__}"
        )
    values = values[..., None] if values.ndim == 2 else values
    if values.ndim != 3 or not 1 <= values.shape[2] <= 4 or 0 in values.shape:
        raise ValueError(
            "image must be (h, w), an array (h, w, c) or a tensor (c, h, w) with 1 to 4 channels and at "
            f"least one pixel, got shape {tuple(getattr(image, 'shape', values.shape))}"
        )
    if values.dtype == np.uint8:
        return values / 255
    if not np.issubdtype(values.dtype, np.floating):
        raise ValueError(f"image must be uint8, or floats in [0, 1], got {values.dtype}")
    if not np.isfinite(values).all():
        raise ValueError("image must be finite, got NaN or infinity among its pixels")
    if values.min() < 0 or values.max() > 1:
        raise ValueError(
            f"image must be uint8, or floats in [0, 1], got floats from {values.min():g} to {values.max():g}"
        )
    return values.astype(np.float64)


def _small(image: "Image.Image") -> "Image.Image":
    """Return the picture as :func:`_plain` does, made smaller in whole steps where it is large.

    It goes tile by tile, so that little more than the picture itself is ever in memory.
    """
    from PIL import Image

    factor = max(image.size) // LARGE
    if factor <= 1:
        return _plain(image)
    (width, height), step = image.size, factor * max(1, TILE // factor)
    rows = []
    for top in range(0, height, step):
        bottom = min(top + step, height)
        boxes = [(left, top, min(left + step, width), bottom) for left in range(0, width, step)]
        rows.append(np.concatenate([_means(_plain(image.crop(box)), factor) for box in boxes], axis=1))
    return Image.fromarray(np.concatenate(rows))


def _means(image: "Image.Image", factor: int) -> NDArray[Any]:
    """Return the means of squares of so many pixels a side, those at the end smaller."""
    if not image.mode.startswith("I;"):
        return np.asarray(image.reduce(factor))
    # Pillow can't do so with 16 bits.
    values = np.asarray(image)
    sums, counts = values.astype(np.float64), np.ones(values.shape)
    for axis in (0, 1):
        starts = np.arange(0, values.shape[axis], factor)
        sums, counts = (np.add.reduceat(part, starts, axis=axis) for part in (sums, counts))
    return np.rint(sums / counts).astype(values.dtype)


def _plain(image: "Image.Image") -> "Image.Image":
    """Return the picture as grey, RGB or RGBA, whatever its mode; 16 bits and floats are kept."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("1", "L"):
        return image.convert("L")
    return image if image.mode.startswith("I") or image.mode == "F" else image.convert("RGB")


def read_image(data: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> "Image.Image":
    """Return the picture in an uploaded PNG or JPEG file, upright, as pixels alone.

    What the file is, is decided by its content, and its size in pixels is known before anything is
    decoded. The orientation that EXIF tells is applied; everything else beside the pixels is dropped. A
    large picture comes back smaller, its longer side from 1,024 to 2,047 pixels. One picture at a time is
    decoded, in some 6 bytes a pixel, 14 for a progressive JPEG: less than 250 MB with the default limits.

    Parameters
    ----------
    data : the content of the file
    max_bytes : the longest file accepted
    max_pixels : the largest picture accepted, width × height

    Raises
    ------
    ValueError : too long or too large, not a PNG or JPEG, animated, of too many layers, cut off or damaged

    Examples
    --------
    >>> import io
    >>> from PIL import Image
    >>> from lazyq.datasets import read_image
    >>> file = io.BytesIO()
    >>> Image.new("L", (3, 2)).save(file, "PNG")
    >>> read_image(file.getvalue()).size
    (3, 2)
    """
    from PIL import Image, ImageOps
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    if len(data) > max_bytes:
        said = worded(
            "The file has {size} MB; at most {most} MB can be read.",
            size=Written(f"{len(data) / 1e6:.1f}"),
            most=Written(f"{max_bytes / 1e6:g}"),
        )
        raise ValueError(said)
    if not data.startswith((PNG, JPEG)):
        raise ValueError(worded("The file is neither a PNG nor a JPEG picture, whatever its name says."))
    kind = PngImageFile if data.startswith(PNG) else JpegImageFile
    try:
        # The class itself, not Image.open, whose own limit warns through a channel all threads share.
        with _decoding, kind(io.BytesIO(data)) as picture:
            width, height = picture.size
            refused = _refusal(width, height, max_pixels, bool(getattr(picture, "is_animated", False)))
            if kind is JpegImageFile and not refused:
                refused = _too_many_scans(data)
                factor = max(1, max(width, height) // LARGE)
                picture.draft(None, (max(1, width // factor), max(1, height // factor)))
            if not refused:
                small = _small(picture)
                small.getexif()[ORIENTATION] = picture.getexif().get(ORIENTATION, 1)
                return Image.fromarray(np.asarray(ImageOps.exif_transpose(small)))
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, KeyError, IndexError):
        raise ValueError(worded("The picture is cut off or damaged and can't be read.")) from None
    raise ValueError(refused)


_decoding = threading.Lock()
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in coded pixels 00 stands behind FF, or a restart


def _too_many_scans(data: bytes) -> str:
    """Return why a JPEG is refused whose pixels come in very many layers, else an empty text."""
    place = scans = 0
    while scans <= MAX_SCANS and (found := _MARKER.search(data, place)):
        marker, place = found[0][1], found.end()
        if marker == 0xD9:  # the end; a camera may put more behind it
            break
        if marker != 0xD8 and len(data) >= place + 2:
            place += int.from_bytes(data[place : place + 2], "big")
        scans += marker == 0xDA
    if scans <= MAX_SCANS:
        return ""
    return worded("The picture comes in more than {most} layers; save it anew.", most=MAX_SCANS)


def _refusal(width: int, height: int, max_pixels: int, animated: bool) -> str:
    if width * height > max_pixels:
        return worded(
            "The picture has {width} × {height} pixels; at most {most} million can be read.",
            width=width,
            height=height,
            most=f"{max_pixels / 1e6:g}",
        )
    return worded("The picture is animated; a still picture is needed.") if animated else ""
