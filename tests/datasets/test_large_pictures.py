"""Pictures of 16 million pixels: the digit is right, and the memory that they take is bounded."""

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lazyq.datasets import prepare_digit, read_image
from lazyq.datasets.pictures import MAX_SCANS

SIDE = 4_000
MOST = 250_000_000
SMALL = 40


def ring(side: int) -> np.ndarray:
    """Return a dark oval with a gap on light paper, levels 0..255, (side, side) uint8."""
    rows, columns = np.ogrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    radius = np.hypot(rows, 1.6 * columns)
    ink = (radius > 0.45) & (radius < 0.7) & ~((rows > 0.2) & (columns > 0))
    return np.where(ink, 20, 230).astype(np.uint8)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def colours(grey: np.ndarray) -> Image.Image:
    return Image.fromarray(np.repeat(grey[..., None], 3, axis=2))


def glass(grey: np.ndarray) -> Image.Image:
    ink = np.zeros((*grey.shape, 4), np.uint8)
    ink[..., 3] = 230 - grey
    return Image.fromarray(ink)


def sixteen_bits_of_colour(grey: np.ndarray) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    rows = np.zeros((len(grey), 1 + 6 * len(grey)), np.uint8)
    rows[:, 1:] = np.repeat(grey, 6, axis=1)
    header = struct.pack(">IIBBBBB", len(grey), len(grey), 16, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def palette(grey: np.ndarray) -> bytes:
    image = Image.fromarray((grey < 128).astype(np.uint8))
    image = image.convert("P")
    image.putpalette([255, 255, 255, 20, 20, 20])
    return saved(image, "PNG", transparency=0)


KINDS: dict[str, Callable[[np.ndarray], bytes]] = {
    "16 bits": lambda grey: saved(Image.fromarray(grey.astype(np.uint16) * 257), "PNG", compress_level=1),
    "16 bits of colour": sixteen_bits_of_colour,
    "RGBA": lambda grey: saved(glass(grey), "PNG", compress_level=1),
    "palette": palette,
    "two levels": lambda grey: saved(Image.fromarray(grey).convert("1", dither=0), "PNG"),
    "CMYK": lambda grey: saved(colours(grey).convert("CMYK"), "JPEG"),
    "progressive": lambda grey: saved(colours(grey), "JPEG", progressive=True, subsampling=0),
}


def agreement(content: bytes, expected: np.ndarray) -> float:
    """Return the correlation of two digits, up to the rounding of the centre of mass."""
    found = prepare_digit(read_image(content, max_bytes=10**8)).numpy()
    wanted = prepare_digit(Image.fromarray(expected).reduce(max(1, len(expected) // 1024))).numpy()
    shifted = [np.roll(found, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return max(float(np.corrcoef(one.ravel(), wanted.ravel())[0, 1]) for one in shifted)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("side", [SMALL, 2_300])
def test_a_picture_of_any_kind_and_size_is_the_same_digit(kind: str, side: int) -> None:
    assert agreement(KINDS[kind](ring(side)), ring(side)) > 0.97


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("side", [SMALL, 2_100])
def test_exif_turns_large_and_small_pictures_alike(orientation: int, side: int) -> None:
    grey = np.full((side, side), 230, np.uint8)
    grey[side // 8 : -side // 8, side // 4 : side // 3] = 20
    grey[side // 8 : side // 5, side // 4 : side // 2] = 20
    exif = Image.Exif()
    exif[0x0112] = orientation
    back = {1: 0, 2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE",
            6: "ROTATE_90", 7: "TRANSVERSE", 8: "ROTATE_270"}[orientation]  # fmt: skip
    image = Image.fromarray(grey)
    lying = image if back == 0 else image.transpose(Image.Transpose[back])
    for content in (saved(lying, "JPEG", quality=95, exif=exif), saved(lying, "PNG", exif=exif)):
        assert agreement(content, grey) > 0.97


@pytest.mark.parametrize("shape", [(1, 100_000), (100_000, 1), (2, 9_000), (5_000, 3), (2_049, 2_047)])
def test_long_and_thin_pictures_stay_so(shape: tuple[int, int]) -> None:
    grey = np.full(shape, 230, np.uint8)
    grey[: shape[0] // 2 + 1, : shape[1] // 2 + 1] = 10
    for array in (grey, grey.astype(np.uint16) * 257):
        image = read_image(saved(Image.fromarray(array), "PNG"))
        assert max(image.size) < 2_048
        assert image.size[0] == -(-shape[1] // max(1, max(shape) // 1024))


def test_sixteen_bits_become_their_means() -> None:
    levels = np.random.default_rng(3).integers(0, 65_536, (2_100, 70)).astype(np.uint16)
    image = read_image(saved(Image.fromarray(levels), "PNG"))
    expected = np.rint(levels.reshape(1_050, 2, 35, 2).mean((1, 3)))
    assert np.array_equal(np.asarray(image), expected)


def test_a_jpeg_of_very_many_layers_is_refused_and_others_are_not() -> None:
    content = saved(colours(ring(64)), "JPEG", progressive=True)
    start = content.rindex(b"\xff\xda")
    scan = content[start:-2]
    assert prepare_digit(read_image(content[:-2] + scan * 5 + content[-2:])).max() == 255
    with pytest.raises(ValueError, match=f"more than {MAX_SCANS} layers"):
        read_image(content[:-2] + scan * (MAX_SCANS + 1) + content[-2:])
    # What a camera puts behind the picture does not count.
    assert prepare_digit(read_image(content + scan * (MAX_SCANS + 1))).max() == 255


def test_an_animation_of_many_frames_is_refused_before_any_is_read() -> None:
    frames = [Image.new("L", (300, 300), level) for level in range(200)]
    content = saved(frames[0], "PNG", save_all=True, append_images=frames[1:])
    with pytest.raises(ValueError, match="animated"):
        read_image(content)
    with pytest.raises(ValueError, match="neither a PNG nor a JPEG"):
        read_image(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    with pytest.raises(ValueError, match="neither a PNG nor a JPEG"):
        read_image(saved(Image.fromarray(ring(300).astype(np.float32)), "TIFF"))


MEASURED = """
import re, sys
from pathlib import Path
from lazyq.datasets import prepare_digit, read_image
peak = lambda: 1024 * int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
small, large = (Path(name).read_bytes() for name in sys.argv[1:])
prepare_digit(read_image(small))
before = peak()
prepare_digit(read_image(large, max_bytes=10**8))
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measured in kilobytes on Linux only")
@pytest.mark.parametrize("kind", ["16 bits", "RGBA", "progressive"])
def test_the_memory_that_a_picture_takes_is_bounded(tmp_path: Path, kind: str) -> None:
    (tmp_path / "small").write_bytes(KINDS[kind](ring(SMALL)))
    (tmp_path / "large").write_bytes(KINDS[kind](ring(SIDE)))
    command = [sys.executable, "-c", MEASURED, str(tmp_path / "small"), str(tmp_path / "large")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    print(kind, done.stdout)
    assert int(done.stdout) < MOST
