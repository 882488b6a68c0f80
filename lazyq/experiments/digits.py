"""Which digit is meant: references that fit into a link, and the library that resolves them.

A reference is a small frozen value. Its text stands in permalinks, and the value itself can be part of
a cache key. Parsing trusts nothing: the text may come from a hand-edited address.
"""

import base64
import binascii
import re
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from lazyq.datasets import Digits, data_folder, load_mnist, load_sklearn_digits
from lazyq.experiments.received import shown
from lazyq.wording import worded

if TYPE_CHECKING:
    from torch import Tensor

SIDE = 28
PIXELS = SIDE * SIDE
SIZES = {"mnist-test": 10_000, "mnist-train": 60_000, "sklearn": 1_797}
TITLES = {
    "mnist-test": worded("MNIST test"),
    "mnist-train": worded("MNIST training"),
    "sklearn": "scikit-learn",
}
LONGEST_TEXT = 1_200
_DRAWN, _UPLOADED = "px-", "up-"
_ACCEPTED = worded(
    "a digit is written as mnist-test-11 (0 to 9999), mnist-train-11 (0 to 59999), sklearn-11 (0 to 1796), "
    "or px- and the pixels of a drawing, up- and those of a picture"
)
_CANDIDATES = 12


@dataclass(frozen=True)
class DatasetDigit:
    """The digit with this index in a known data set: mnist-test, mnist-train or sklearn.

    Raises
    ------
    ValueError : the data set is unknown, or the index is not an integer within it
    """

    dataset: str
    index: int

    def __post_init__(self) -> None:
        if not isinstance(self.dataset, str) or self.dataset not in SIZES:
            raise ValueError(f"dataset must be one of {', '.join(SIZES)}, got {shown(self.dataset)}")
        size = SIZES[self.dataset]
        if isinstance(self.index, bool) or not isinstance(self.index, int) or not 0 <= self.index < size:
            raise ValueError(
                f"index must be an integer from 0 to {size - 1} for {self.dataset}, got {shown(self.index)}"
            )

    @property
    def text(self) -> str:
        """The reference as it stands in a link, such as mnist-test-11."""
        return f"{self.dataset}-{self.index}"


@dataclass(frozen=True)
class DrawnDigit:
    """A digit of the visitor's own: its 784 levels 0..255, row by row.

    Attributes
    ----------
    pixels : the levels
    uploaded : whether they came as a picture and were not drawn here

    Raises
    ------
    ValueError : pixels are not 784 bytes
    """

    pixels: bytes
    uploaded: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.pixels, bytes) or len(self.pixels) != PIXELS:
            got = f"{len(self.pixels)}" if isinstance(self.pixels, bytes) else type(self.pixels).__name__
            raise ValueError(f"pixels must be {PIXELS} bytes, one level 0..255 for each pixel, got {got}")

    @property
    def image(self) -> "Tensor":
        """The levels as uint8 of shape (28, 28)."""
        import torch

        return torch.frombuffer(bytearray(self.pixels), dtype=torch.uint8).reshape(SIDE, SIDE)

    @property
    def text(self) -> str:
        """The reference as it stands in a link: px- or up-, and base64url of the deflated levels."""
        packer = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
        packed = packer.compress(self.pixels) + packer.flush()
        return self._prefix + base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")

    @property
    def name(self) -> str:
        """What the digit is called: your drawing, or your picture."""
        return worded("your picture") if self.uploaded else worded("your drawing")

    @property
    def _prefix(self) -> str:
        return _UPLOADED if self.uploaded else _DRAWN


DigitRef: TypeAlias = DatasetDigit | DrawnDigit


def parse_digit(text: str) -> DigitRef:
    """Return the reference that this text stands for, the inverse of ``.text``.

    Raises
    ------
    ValueError : the text is no reference; says what is wrong with it and what is accepted
    """
    if not isinstance(text, str):
        raise ValueError(_unread(type(text).__name__))  # noqa: TRY004  one error type for bad input
    if len(text) > LONGEST_TEXT:
        got = worded("{count} characters, more than {most}", count=len(text), most=LONGEST_TEXT)
        raise ValueError(_unread(got))
    prefix = text[: len(_DRAWN)]
    if prefix in (_DRAWN, _UPLOADED):
        return DrawnDigit(_unpacked(text.removeprefix(prefix), prefix), uploaded=prefix == _UPLOADED)
    dataset, dash, number = text.rpartition("-")
    if not dash or dataset not in SIZES:
        raise ValueError(_unread(shown(text)))
    if not re.fullmatch(r"[0-9]{1,6}", number):
        raise ValueError(_unread(worded("{value} for the index", value=shown(number))))
    return DatasetDigit(dataset, int(number))


def _unread(got: str) -> str:
    return worded("{accepted}; got {got}", accepted=_ACCEPTED, got=got)


def load_collection(name: str) -> Digits:
    """Return the data set of this name from this machine; nothing is downloaded.

    It is read once in a process, stays when its files go, and is not to be written to.

    Raises
    ------
    ValueError : the data set is unknown
    DataError : MNIST is not on this machine, or damaged
    """
    if name not in SIZES:
        raise ValueError(f"dataset must be one of {', '.join(SIZES)}, got {shown(name)}")
    key = name, data_folder()
    with _reading:
        if key not in _held:
            _held[key] = _read(name)
        return _held[key]


def _read(name: str) -> Digits:
    if name == "sklearn":
        return load_sklearn_digits()
    return load_mnist("train" if name == "mnist-train" else "test", download=False)


def hold(collections: Iterable[Digits]) -> None:
    """Let :func:`load_collection` return these, which were read from this machine before."""
    with _reading:
        for digits in collections:
            _held.setdefault((digits.name, data_folder()), digits)


_held: dict[tuple[str, Path], Digits] = {}
_reading = threading.Lock()


class DigitLibrary:
    """The data sets at hand, and whatever a reference says about them.

    Parameters
    ----------
    collections : at least one, with different names; the first is where digits are taken from by default
    later : functions that return whole data sets, by name; called when one of their digits is asked for

    Raises
    ------
    ValueError : no collection, two of one name, or a name that references do not know
    """

    def __init__(
        self, collections: Iterable[Digits], later: Mapping[str, Callable[[], Digits]] | None = None
    ) -> None:
        held: dict[str, Digits] = {}
        for digits in collections:
            if digits.name not in SIZES:
                raise ValueError(f"collections must be named {', '.join(SIZES)}, got {shown(digits.name)}")
            if digits.name in held:
                raise ValueError(f"collections must have different names, got {digits.name} twice")
            held[digits.name] = digits
        if not held:
            raise ValueError("collections must hold at least one data set, got none")
        self._held = held
        self._later = {name: load for name, load in (later or {}).items() if name not in held}

    @property
    def names(self) -> tuple[str, ...]:
        """The data sets at hand, the default one first."""
        return (*self._held, *self._later)

    def digits(self, name: str) -> Digits:
        """Return the data set of this name.

        Raises
        ------
        ValueError : it is not at hand
        """
        if name in self._held:
            return self._held[name]
        if name not in self._later:
            raise ValueError(
                f"dataset must be one that is at hand ({', '.join(self.names)}), got {shown(name)}"
            )
        return self._later[name]()

    def has(self, ref: DigitRef) -> bool:
        """Return whether the digit is at hand. A drawing always is."""
        if isinstance(ref, DrawnDigit):
            return True
        held = self._held.get(ref.dataset)
        return ref.dataset in self._later if held is None else ref.index < held.images.shape[0]

    def image(self, ref: DigitRef) -> "Tensor":
        """Return the levels 0..255 of a digit, uint8 of shape (28, 28).

        Raises
        ------
        ValueError : the digit's data are not at hand
        """
        if isinstance(ref, DrawnDigit):
            return ref.image
        return self._collection(ref).images[ref.index]

    def label(self, ref: DigitRef) -> int | None:
        """Return which numeral a digit is, None for a drawing.

        Raises
        ------
        ValueError : the digit's data are not at hand
        """
        if isinstance(ref, DrawnDigit):
            return None
        return int(self._collection(ref).labels[ref.index])

    def describe(self, ref: DigitRef) -> str:
        """Return the digit in words: "a 6, MNIST test digit 11", "your drawing" or "your picture".

        Raises
        ------
        ValueError : the digit's data are not at hand
        """
        if isinstance(ref, DrawnDigit):
            return ref.name
        said = {"label": self.label(ref), "dataset": TITLES[ref.dataset], "index": ref.index}
        if said["label"] == 8:
            return worded("an 8, {dataset} digit {index}", **said)
        return worded("a {label}, {dataset} digit {index}", **said)

    def first_of_class(self, numeral: int) -> DatasetDigit:
        """Return the first digit with this label in the default data set.

        Raises
        ------
        ValueError : no digit has it
        """
        name = self.names[0]
        return DatasetDigit(name, int(self.indices(name, numeral)[0]))

    def indices(self, name: str, numeral: int | None = None) -> np.ndarray:
        """Return the indices of a data set's digits in ascending order, of one numeral or of all.

        Raises
        ------
        ValueError : the data set is not at hand, or no digit has this label
        """
        labels = np.asarray(self.digits(name).labels)
        if numeral is None:
            return np.arange(len(labels))
        found = np.flatnonzero(labels == numeral)
        if not found.size:
            raise ValueError(f"numeral must be a label of {name}, got {shown(numeral)}")
        return found

    def surprise(
        self, rng: np.random.Generator, other: DigitRef | None = None
    ) -> tuple[DigitRef, DatasetDigit]:
        """Return a random pair (x, y) of different numerals in which much happens on the way of λ.

        x is ``other`` if it is given. Of twelve random candidates, y is the one for which moving rows
        pays most: the largest share 1 − d_0(x, y)² / d(x, y)² of the squared distance that row shifts
        can take away.
        """
        import torch

        from lazyq.actions import RowShifts
        from lazyq.metric import lazy_distance, quotient_distance

        name = self.names[0]
        digits = self._held[name]
        x = DatasetDigit(name, int(rng.integers(len(digits.images)))) if other is None else other
        candidates = np.flatnonzero(np.asarray(digits.labels) != self.label(x))
        chosen = torch.from_numpy(
            rng.choice(candidates, size=min(_CANDIDATES, candidates.size), replace=False)
        )
        action = RowShifts(SIDE, SIDE)
        image, images = self.image(x), digits.images[chosen]
        plain = lazy_distance(action, image, images, torch.inf).clamp(min=1e-12)
        kept = quotient_distance(action, image, images) / plain
        return x, DatasetDigit(name, int(chosen[kept.argmin()]))

    def _collection(self, ref: DatasetDigit) -> Digits:
        if ref.dataset not in self.names:
            said = worded(
                "{digit} needs the data set {dataset}, which is not at hand here; there is {names}, and "
                "every drawing",
                digit=ref.text,
                dataset=ref.dataset,
                names=", ".join(self.names),
            )
            raise ValueError(said)
        digits = self.digits(ref.dataset)
        if ref.index >= len(digits.images):
            said = worded(
                "{digit} is not at hand: {dataset} has {count} digits here",
                digit=ref.text,
                dataset=ref.dataset,
                count=len(digits.images),
            )
            raise ValueError(said)
        return digits


def _unpacked(body: str, prefix: str) -> bytes:
    """Return the 784 levels behind the text after a prefix, never unpacking more than one byte too many."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", body):
        said = worded(
            "the pixels after {prefix} must be base64url (A-Z, a-z, 0-9, -, _), got {got}",
            prefix=prefix,
            got=shown(body),
        )
        raise ValueError(said)
    try:
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except binascii.Error:
        said = worded(
            "the pixels after {prefix} are cut short: {count} characters", prefix=prefix, count=len(body)
        )
        raise ValueError(said) from None
    unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    try:
        pixels = unpacker.decompress(packed, PIXELS + 1)
    except zlib.error:
        said = worded("the pixels after {prefix} must be deflated levels, and are not", prefix=prefix)
        raise ValueError(said) from None
    if len(pixels) != PIXELS or not unpacker.eof or unpacker.unused_data:
        if len(pixels) > PIXELS:
            got = worded("more than {count}", count=PIXELS)
        else:
            got = worded("{count} and loose ends", count=len(pixels))
        said = worded(
            "there must be exactly {count} levels after {prefix}, got {got}",
            count=PIXELS,
            prefix=prefix,
            got=got,
        )
        raise ValueError(said)
    return pixels
