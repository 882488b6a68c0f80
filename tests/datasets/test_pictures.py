import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from lazyq.datasets import load_mnist, load_sklearn_digits, prepare_digit, read_image


@pytest.fixture(scope="module")
def digits(mnist_root: Path) -> Tensor:
    return load_mnist("test", mnist_root, download=False).images[:300]


def correlation(x: Tensor, y: Tensor) -> Tensor:
    centred = [z.double().flatten(1) - z.double().flatten(1).mean(1, keepdim=True) for z in (x, y)]
    return (centred[0] * centred[1]).sum(1) / (centred[0].norm(dim=1) * centred[1].norm(dim=1))


def nearby(x: Tensor, y: Tensor) -> Tensor:
    """Return the correlation up to one pixel, by which a rounded centre of mass may differ."""
    shifts = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return torch.stack([correlation(x.roll(shift, (1, 2)), y) for shift in shifts]).max(0).values


def prepared(images: list[object]) -> Tensor:
    return torch.stack([prepare_digit(image) for image in images])  # type: ignore[arg-type]


def inverted(image: Tensor) -> Tensor:
    return 255 - image


def as_float(image: Tensor) -> Tensor:
    return image / 255


def on_a_field(image: Tensor) -> Tensor:
    field = torch.zeros(90, 70, dtype=torch.uint8)
    field[55:83, 3:31] = image
    return field


def as_colour(image: Tensor) -> Tensor:
    return image.expand(3, 28, 28)


def as_ink_on_glass(image: Tensor) -> Tensor:
    return torch.stack([torch.zeros_like(image)] * 3 + [image])


def as_chalk_on_glass(image: Tensor) -> Tensor:
    return torch.stack([torch.full_like(image, 255), image])


def as_array(image: Tensor) -> np.ndarray:
    return image.numpy()


def as_array_of_colours(image: Tensor) -> np.ndarray:
    return np.repeat(image.numpy()[..., None], 3, axis=2)


def as_picture(image: Tensor) -> Image.Image:
    return Image.fromarray(image.numpy())


def as_16_bits(image: Tensor) -> Image.Image:
    return Image.fromarray(image.numpy().astype(np.uint16) * 257)


def as_palette(image: Tensor) -> Image.Image:
    return as_picture(image).convert("P")


EXACT = [
    inverted, as_float, on_a_field, as_colour, as_ink_on_glass, as_chalk_on_glass, as_array,
    as_array_of_colours, as_picture, as_16_bits, as_palette,
]  # fmt: skip


def test_a_digit_of_mnist_stays_what_it_is(digits: Tensor) -> None:
    once = prepared(list(digits))
    # 254 of 255 levels become 255 of 255, and nothing else changes.
    assert (once.int() - digits.int()).abs().max() <= 1
    assert torch.equal(prepared(list(once)), once)


@pytest.mark.parametrize("change", EXACT)
def test_only_the_ink_counts(digits: Tensor, change: Callable[[Tensor], object]) -> None:
    sample = digits[:60]
    changed = prepared([change(image) for image in sample])
    assert (changed.int() - prepared(list(sample)).int()).abs().max() <= 1


@pytest.mark.parametrize(("side", "count"), [(56, 60), (140, 60), (700, 10), (2100, 5)])
def test_the_scale_does_not_count(digits: Tensor, side: int, count: int) -> None:
    sample = digits[:count]
    large = [as_picture(image).resize((side, side), Image.Resampling.BICUBIC) for image in sample]
    agreement = nearby(prepared(large), sample)
    assert agreement.median() > 0.95
    assert agreement.min() > 0.87


def test_a_noisy_photograph_in_jpeg_is_read(digits: Tensor) -> None:
    noise = np.random.default_rng(0)
    photographs = []
    for image in digits[:40]:
        large = np.asarray(as_picture(image).resize((300, 300), Image.Resampling.BICUBIC), dtype=float)
        paper = 215 - 0.7 * large + noise.normal(0, 3, large.shape)
        file = io.BytesIO()
        Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=75)
        photographs.append(read_image(file.getvalue()))
    assert nearby(prepared(photographs), digits[:40]).min() > 0.87


@pytest.mark.parametrize("source", ["mnist", "sklearn"])
def test_the_ink_is_20_pixels_long_and_its_mass_central(digits: Tensor, source: str) -> None:
    images = prepared(list(digits)) if source == "mnist" else load_sklearn_digits().images
    mass = images.double().sum((1, 2))
    place = torch.arange(28.0, dtype=torch.float64)
    for axis in (1, 2):
        mean = (images.double().sum(axis) * place).sum(1) / mass
        assert ((mean - 14).abs() < 0.52).all()
    ink = images >= 64
    sides = torch.stack([ink.any(2).sum(1), ink.any(1).sum(1)]).max(0).values
    assert ((sides - 20).abs() <= (0 if source == "mnist" else 2)).float().mean() > 0.99


@pytest.mark.parametrize(
    "image",
    [
        torch.zeros(28, 28),
        torch.full((28, 28), 255, dtype=torch.uint8),
        torch.zeros(1, 1),
        torch.zeros(4, 9, 9),
        np.full((5, 5, 3), 0.5),
        Image.new("RGBA", (10, 10)),
    ],
)
def test_a_blank_image_is_refused(image: object) -> None:
    with pytest.raises(ValueError, match="image must show ink on paper of another brightness"):
        prepare_digit(image)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (torch.full((28, 28), torch.nan), "must be finite"),
        (np.array([[0.0, np.inf]]), "must be finite"),
        (torch.tensor([[0.0, 1.5]]), "floats from 0 to 1.5"),
        (torch.tensor([[-1.0, 1.0]]), "floats from -1 to 1"),
        (torch.zeros(28, 28, dtype=torch.int64), "got int64"),
        (torch.zeros(28), r"got shape \(28,\)"),
        (torch.zeros(5, 28, 28), r"got shape \(5, 28, 28\)"),
        (np.zeros((28, 28, 5)), r"got shape \(28, 28, 5\)"),
        (np.zeros((0, 4)), r"got shape \(0, 4\)"),
        ("six.png", "got str"),
        (None, "got NoneType"),
    ],
)
def test_what_is_no_image_is_refused(image: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        prepare_digit(image)  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", [(1, 2), (2, 1), (1, 400), (300, 2)])
def test_any_size_can_come_in(shape: tuple[int, int]) -> None:
    image = torch.zeros(shape)
    image[0, 0] = 1.0
    assert prepare_digit(image).max() == 255


def test_the_digits_of_sklearn() -> None:
    digits, again = load_sklearn_digits(), load_sklearn_digits()
    assert digits.images.shape == (1797, 28, 28)
    assert digits.images.dtype == torch.uint8
    assert digits.labels.dtype == torch.int64
    assert digits.labels[:10].tolist() == list(range(10))
    assert torch.equal(digits.images, again.images)
    assert digits.checksum == again.checksum
    assert (digits.images.amax((1, 2)) == 255).all()
    assert "scikit-learn" in digits.source
    assert "8×8" in digits.source


def file_of(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


PICTURE = Image.fromarray(np.arange(48, dtype=np.uint8).reshape(6, 8) * 5)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_mode_is_read(mode: str) -> None:
    picture = (
        PICTURE.convert("L").convert(mode)
        if mode != "I;16"
        else as_16_bits(torch.from_numpy(np.array(PICTURE)))
    )
    image = read_image(file_of(picture, "PNG"))
    assert image.size == (8, 6)
    assert prepare_digit(image).shape == (28, 28)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_of_any_mode_is_read(mode: str) -> None:
    image = read_image(file_of(PICTURE.convert(mode), "JPEG"))
    assert image.size == (8, 6)
    assert image.mode in ("L", "RGB")


def test_exif_turns_the_picture_and_is_dropped() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90°
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (1.0, 2.0, 3.0)  # a place
    image = read_image(file_of(PICTURE, "JPEG", exif=exif))
    assert image.size == (6, 8)
    assert dict(image.getexif()) == {}
    assert image.info == {}


def test_text_in_a_png_is_dropped() -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Comment", "a secret")
    assert read_image(file_of(PICTURE, "PNG", pnginfo=notes)).info == {}


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def animation() -> bytes:
    frames = [Image.new("L", (8, 8), level) for level in (0, 128, 255)]
    return file_of(frames[0], "PNG", save_all=True, append_images=frames[1:])


BAD = [
    (b"", "neither a PNG nor a JPEG"),
    (b"six;nine\n1;2\n", "neither a PNG nor a JPEG"),
    (file_of(PICTURE, "GIF"), "neither a PNG nor a JPEG"),
    (file_of(PICTURE, "BMP"), "neither a PNG nor a JPEG"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither a PNG nor a JPEG"),
    (bytes(3_000_000), "3.0 MB; at most 2 MB"),
    (png_claiming(50_000, 50_000), "50000 × 50000 pixels; at most 16 million"),
    (png_claiming(20_000, 5_000), "20000 × 5000 pixels"),
    (animation(), "animated"),
    (file_of(PICTURE, "PNG")[:40], "cut off or damaged"),
    (file_of(PICTURE, "PNG")[:-30], "cut off or damaged"),
    (file_of(PICTURE, "PNG")[:8], "cut off or damaged"),
    (file_of(PICTURE, "JPEG")[:200], "cut off or damaged"),
    (b"\xff\xd8\xff" + b"renamed text", "cut off or damaged"),
    (b"\x89PNG\r\n\x1a\n" + b"renamed text", "cut off or damaged"),
]


@pytest.mark.parametrize(("data", "message"), BAD, ids=range(len(BAD)))
def test_a_bad_upload_is_refused_in_plain_words(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_image(data)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL.TiffImagePlugin")
def test_damage_anywhere_is_either_harmless_or_refused() -> None:
    chance = np.random.default_rng(1)
    exif = Image.Exif()
    exif[0x0112] = 6
    for content in (file_of(PICTURE, "PNG", exif=exif), file_of(PICTURE, "JPEG", exif=exif)):
        for _ in range(300):
            damaged = bytearray(content)
            for place in chance.integers(3, len(content), 3):
                damaged[place] = chance.integers(256)
            try:
                image = read_image(bytes(damaged))
            except ValueError:
                continue
            assert image.width * image.height <= 16_000_000


def test_importing_datasets_brings_in_no_heavy_package() -> None:
    code = (
        "import sys, lazyq, lazyq.datasets, lazyq.compute;"
        "names = ('torchvision', 'sklearn', 'PIL', 'streamlit', 'plotly');"
        "print([name for name in names if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "[]"
