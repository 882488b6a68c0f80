"""Picture files that no camera wrote: damaged, renamed, of rare kinds, and far larger than they look."""

import io
import struct
import zlib
from functools import cache
from random import Random

import numpy as np
from PIL import Image

from lazyq.datasets import prepare_digit, read_image
from tests.fuzz.harness import Surface

_PNG_START = 8
_MOST = 2_000_000
_MARKED = (b"=cmd", b"<svg/onload=alert(1)>", b"PK\x03\x04", b"\x93NUMPY", b"GIF89a", b"\xff\xd9", b"IEND")


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    """Return a picture as a file."""
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG with the checksum that it needs."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@cache
def whole() -> tuple[bytes, ...]:
    """Return picture files of many kinds, some of them no PNG or JPEG."""
    levels = np.zeros((40, 30), np.uint8)
    levels[8:33, 12:17] = 255
    grey = Image.fromarray(levels)
    colour = Image.merge("RGB", (grey, grey.transpose(Image.Transpose.FLIP_LEFT_RIGHT), grey))
    pngs = [grey.convert(mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA")]
    pngs += [colour.quantize(7), Image.fromarray(levels.astype(np.uint16) * 257), Image.new("L", (1, 1), 3)]
    files = [saved(picture, "PNG") for picture in pngs]
    files.append(saved(colour, "PNG", transparency=(0, 0, 0)))
    files.append(saved(grey.convert("P"), "PNG", transparency=bytes(range(256))))
    files.append(saved(grey, "PNG", save_all=True, append_images=[grey.rotate(90)]))
    files += [saved(colour.convert(mode), "JPEG") for mode in ("L", "RGB", "CMYK")]
    files.append(saved(colour, "JPEG", progressive=True, restart_marker_blocks=1))
    for orientation in (*range(10), 65_535):
        exif = Image.Exif()
        exif[0x0112] = orientation
        files += [saved(colour, "JPEG", exif=exif), saved(colour, "PNG", exif=exif)]
    files += [saved(colour, "JPEG", exif=b"Exif\0\0" + directory) for directory in _directories()]
    files += [saved(colour, kind) for kind in ("GIF", "BMP", "TIFF", "WEBP", "ICO", "PPM")]
    arrays = io.BytesIO()
    np.savez(arrays, levels=levels)
    files += [
        arrays.getvalue(),
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ]
    return tuple(files)


def _directories() -> list[bytes]:
    """Return EXIF in which the orientation is a text, bytes, a fraction, none, two numbers, or far away."""
    kinds = (
        (2, 2, b"6\0\0\0"), (1, 1, b"\6\0\0\0"), (5, 1, b"\x1a\0\0\0"), (12, 1, b"\x1a\0\0\0"),
        (3, 0, bytes(4)), (3, 2, b"\6\0\6\0"), (4, 9_999, b"\xff\xff\xff\x7f"), (99, 1, bytes(4)),
    )  # fmt: skip
    start = b"II*\0\x08\0\0\0\1\0"
    return [
        start + struct.pack("<HHI", 0x0112, kind, count) + value + bytes(4) + bytes(16)
        for kind, count, value in kinds
    ]


@cache
def bombs() -> tuple[bytes, ...]:
    """Return small files that would become large: in pixels, in text, in a profile, in layers."""
    start, end = b"\x89PNG\r\n\x1a\n", chunk(b"IEND", b"")

    def header(width: int, height: int, depth: int = 8, kind: int = 0, interlace: int = 0) -> bytes:
        return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlace))

    zeros = zlib.compress(bytes(20_000_000), 9)
    small = chunk(b"IDAT", zlib.compress(bytes(9 * 8)))
    found = [
        start + header(width, height, depth, kind, interlace) + chunk(b"IDAT", zeros) + end
        for width, height in (
            (50_000, 50_000),
            (4_000, 4_000),
            (2**31 - 1, 1),
            (1, 2**31 - 1),
            (0, 0),
            (15_999, 1_000),
        )
        for depth, kind, interlace in ((8, 0, 0), (16, 6, 0), (1, 3, 1))
    ]
    found += [
        start + header(8, 9) + chunk(name, before + zeros) + small + end
        for name, before in ((b"zTXt", b"a\0\0"), (b"iCCP", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0"))
    ]
    found.append(
        start + header(8, 9) + chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(900_000))) * 200 + small + end
    )
    found.append(start + header(8, 9) + chunk(b"PLTE", bytes(3 * 256)) * 3_000 + small + end)
    found.append(start + header(8, 9) + chunk(b"IDAT", b"") * 50_000 + small + end)
    jpeg = saved(Image.new("L", (64, 64), 9), "JPEG", progressive=True)
    scan = jpeg[jpeg.index(b"\xff\xda") : -2]
    found += [jpeg[:-2] + scan * times + b"\xff\xd9" for times in (3, 90, 3_000)]
    frame = jpeg.index(b"\xff\xc2") + 5
    found.append(jpeg[:frame] + struct.pack(">HH", 65_500, 65_500) + jpeg[frame + 4 :])
    found.append(jpeg[:frame] + struct.pack(">HH", 3_900, 4_000) + jpeg[frame + 4 :])
    return tuple(found)


def picture(chance: Random) -> bytes:
    """Return a file: a bomb now and then, else one of many kinds with damage of some kind."""
    if chance.random() < 0.01:
        return chance.choice(bombs())
    content = bytearray(chance.choice(whole()))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 5))):
        if content:
            chance.choice((_flip, _cut, _set, _insert, _double, _recheck))(content, chance)
    return bytes(content)


def _flip(content: bytearray, chance: Random) -> None:
    for _ in range(chance.choice((1, 1, 3, 20))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _cut(content: bytearray, chance: Random) -> None:
    del content[chance.randrange(len(content)) :]


def _set(content: bytearray, chance: Random) -> None:
    place, size = chance.randrange(len(content)), chance.choice((1, 2, 4))
    content[place : place + size] = chance.choice((b"\xff", b"\0", b"\x80", b"\x7f")) * size


def _insert(content: bytearray, chance: Random) -> None:
    place = chance.randrange(len(content))
    content[place:place] = chance.choice((*_MARKED, chance.randbytes(chance.randint(1, 60))))


def _double(content: bytearray, chance: Random) -> None:
    first, size, place = (
        chance.randrange(len(content)),
        chance.randint(1, 200),
        chance.randrange(len(content)),
    )
    content[place:place] = content[first : first + size]


def _recheck(content: bytearray, chance: Random) -> None:
    """Change a byte within a chunk of a PNG, and its checksum with it."""
    places = []
    place = _PNG_START
    while place + 12 <= len(content):
        size = struct.unpack(">I", content[place : place + 4])[0]
        if place + 12 + size > len(content):
            break
        places.append((place, size))
        place += 12 + size
    if not places:
        return
    place, size = chance.choice(places)
    if size:
        content[place + 8 + chance.randrange(size)] = chance.randrange(256)
    checked = zlib.crc32(content[place + 4 : place + 8 + size])
    content[place + 8 + size : place + 12 + size] = struct.pack(">I", checked)


def upload(content: bytes) -> None:
    """Make a digit of a file, as the page does."""
    digit = prepare_digit(read_image(content, max_bytes=_MOST))
    assert digit.shape == (28, 28)
    assert digit.max() == 255


SURFACES = [Surface("uploaded pictures", picture, upload, (ValueError,), ready=whole)]
