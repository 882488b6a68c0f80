"""References to digits: text and back, hostile text refused, and what a library says about them."""

import base64
import re
import zlib

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lazyq.actions import RowShifts
from lazyq.datasets import Digits
from lazyq.experiments.digits import (
    LONGEST_TEXT,
    PIXELS,
    SIZES,
    DatasetDigit,
    DigitLibrary,
    DrawnDigit,
    parse_digit,
)
from lazyq.metric import lazy_distance, quotient_distance

settings.register_profile("digits", deadline=None)
settings.load_profile("digits")

dataset_digits = st.sampled_from(sorted(SIZES)).flatmap(
    lambda name: st.integers(0, SIZES[name] - 1).map(lambda index: DatasetDigit(name, index))
)
drawings = st.builds(DrawnDigit, st.binary(min_size=PIXELS, max_size=PIXELS), st.booleans()) | st.lists(
    st.tuples(st.integers(0, PIXELS - 1), st.integers(0, 255)), max_size=150
).map(lambda ink: DrawnDigit(bytes(dict(ink).get(i, 0) for i in range(PIXELS))))


def packed(levels: bytes, tail: bytes = b"") -> str:
    packer = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
    content = packer.compress(levels) + packer.flush() + tail
    return "px-" + base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def random_digits(name: str, count: int, seed: int) -> Digits:
    generator = torch.Generator().manual_seed(seed)
    images = torch.randint(0, 256, (count, 28, 28), dtype=torch.uint8, generator=generator)
    return Digits(name, images, torch.arange(count) % 10, f"{name}{seed}", "random levels")


@pytest.fixture(scope="module")
def library():
    return DigitLibrary([random_digits("mnist-test", 60, 1), random_digits("sklearn", 30, 2)])


@given(dataset_digits | drawings)
def test_text_of_a_reference_parses_to_the_same_reference(ref):
    assert parse_digit(ref.text) == ref
    assert hash(parse_digit(ref.text)) == hash(ref)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", ref.text), "must stand in a link as it is"
    assert len(ref.text) <= LONGEST_TEXT


@given(
    st.text(max_size=40)
    | st.text("mnist-teskarlp019_", max_size=30)
    | st.text("Aa0-_", max_size=30).map("px-{}".format)
)
def test_any_text_is_a_reference_or_a_value_error(text):
    try:
        ref = parse_digit(text)
    except ValueError:
        return
    assert parse_digit(ref.text) == ref


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "mnist-test-11"),
        ("mnist-test", "got 'mnist-test'"),
        ("fashion-3", "got 'fashion-3'"),
        ("mnist-test-10000", "from 0 to 9999 for mnist-test, got 10000"),
        ("mnist-train-60000", "from 0 to 59999"),
        ("sklearn-1797", "from 0 to 1796"),
        ("mnist-test--1", "got 'mnist-test--1'"),
        ("mnist-test-eleven", "got 'eleven' for the index"),
        ("mnist-test-1.5", "got '1.5' for the index"),
        ("mnist-test-١١", "for the index"),
        ("mnist-test-11\n", "for the index"),
        ("mnist-test-1234567", "got '1234567' for the index"),
        ("px-", "must be base64url"),
        ("px-a+b/", "must be base64url"),
        ("px-AAAAA", "are cut short: 5 characters"),
        ("px-____", "must be deflated levels"),
        (packed(bytes(PIXELS - 1)), "exactly 784 levels after px-, got 783"),
        (packed(bytes(PIXELS + 1)), "more than 784"),
        (packed(bytes(800_000)), "more than 784"),
        (packed(bytes(PIXELS), b"tail"), "loose ends"),
        (packed(bytes(range(256)) * 3 + bytes(16))[:-8], "loose ends"),
        ("up-", "the pixels after up- must be base64url"),
        ("px-" + "A" * LONGEST_TEXT, "got 1203 characters"),
    ],
)
def test_refusal_says_what_is_wrong(text, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        parse_digit(text)


@pytest.mark.parametrize("value", [None, 11, b"mnist-test-11", ["mnist-test-11"]])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(ValueError, match=r"got (NoneType|int|bytes|list)"):
        parse_digit(value)


@pytest.mark.parametrize("index", [-1, 10_000, 1.0, True, "1", None])
def test_index_must_be_an_integer_of_the_data_set(index):
    with pytest.raises(ValueError, match="index must be an integer from 0 to 9999"):
        DatasetDigit("mnist-test", index)


@pytest.mark.parametrize("pixels", [b"", bytes(783), bytes(785), bytearray(784), "0" * 784, None])
def test_drawing_must_have_784_bytes(pixels):
    with pytest.raises(ValueError, match="pixels must be 784 bytes"):
        DrawnDigit(pixels)


def test_image_and_label_are_those_of_the_data(library):
    ref = DatasetDigit("sklearn", 17)

    assert library.image(ref).equal(random_digits("sklearn", 30, 2).images[17])
    assert library.label(ref) == 7
    assert library.describe(ref) == "a 7, scikit-learn digit 17"
    assert library.describe(DatasetDigit("mnist-test", 8)) == "an 8, MNIST test digit 8"


@given(drawings)
def test_drawing_is_its_own_image(library, ref):
    image = library.image(ref)

    assert (image.shape, image.dtype) == ((28, 28), torch.uint8)
    assert image.numpy().tobytes() == ref.pixels
    assert library.label(ref) is None
    assert library.describe(ref) == ("your picture" if ref.uploaded else "your drawing")
    assert library.has(ref)


def test_digit_that_is_not_at_hand_is_a_clear_error(library):
    absent, beyond = DatasetDigit("mnist-train", 5), DatasetDigit("mnist-test", 60)

    assert not library.has(absent)
    assert not library.has(beyond)
    for ask in (library.image, library.label, library.describe):
        with pytest.raises(
            ValueError, match=r"mnist-train-5 needs the data set mnist-train.*mnist-test, sklearn"
        ):
            ask(absent)
        with pytest.raises(ValueError, match="mnist-test-60 is not at hand: mnist-test has 60 digits"):
            ask(beyond)


def test_a_set_for_later_is_loaded_when_one_of_its_digits_is_asked_for():
    asked = []

    def load():
        asked.append("sklearn")
        return random_digits("sklearn", 1797, 3)

    library = DigitLibrary([random_digits("mnist-test", 60, 1)], {"sklearn": load, "mnist-test": load})
    assert library.names == ("mnist-test", "sklearn")
    assert library.has(DatasetDigit("sklearn", 1796))
    assert not library.has(DatasetDigit("mnist-test", 60))
    assert not library.has(DatasetDigit("mnist-train", 5))
    with pytest.raises(ValueError, match=r"mnist-train-5 needs the data set.*there is mnist-test, sklearn"):
        library.image(DatasetDigit("mnist-train", 5))
    library.surprise(np.random.default_rng(0))
    assert asked == []
    assert library.label(DatasetDigit("sklearn", 13)) == 3
    assert len(library.digits("sklearn")) == 1797
    assert set(asked) == {"sklearn"}


@pytest.mark.parametrize("numeral", range(10))
def test_first_of_class_is_the_first_with_that_label(library, numeral):
    assert library.first_of_class(numeral) == DatasetDigit("mnist-test", numeral)
    assert library.indices("mnist-test", numeral).tolist() == list(range(numeral, 60, 10))


@pytest.mark.parametrize("numeral", [-1, 10, "6"])
def test_numeral_without_digits_is_refused(library, numeral):
    with pytest.raises(ValueError, match="numeral must be a label of mnist-test"):
        library.first_of_class(numeral)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_surprise_is_a_pair_of_different_numerals_and_the_seed_decides(library, seed):
    x, y = library.surprise(np.random.default_rng(seed))

    assert library.has(x)
    assert library.has(y)
    assert library.label(x) != library.label(y)
    assert (x, y) == library.surprise(np.random.default_rng(seed))


def test_surprise_keeps_the_given_digit_and_takes_the_pair_with_most_to_gain(library):
    few = DigitLibrary([random_digits("sklearn", 11, 3)])
    x = DatasetDigit("sklearn", 4)
    images, action = few.digits("sklearn").images, RowShifts(28, 28)
    share = [
        (
            1
            - (quotient_distance(action, images[4], y) / lazy_distance(action, images[4], y, torch.inf)) ** 2
        ).item()
        for y in images
    ]
    share[4] = -1.0

    assert few.surprise(np.random.default_rng(0), x) == (x, DatasetDigit("sklearn", int(np.argmax(share))))
    drawing = DrawnDigit(bytes(PIXELS - 1) + b"\xff")
    assert library.surprise(np.random.default_rng(0), drawing)[0] is drawing


@pytest.mark.parametrize(
    ("collections", "words"),
    [
        ([], "at least one data set, got none"),
        ([random_digits("sklearn", 10, 0)] * 2, "different names, got sklearn twice"),
        ([random_digits("fashion", 10, 0)], "must be named mnist-test, mnist-train, sklearn, got 'fashion'"),
    ],
)
def test_library_of_other_things_is_refused(collections, words):
    with pytest.raises(ValueError, match=words):
        DigitLibrary(collections)


def test_unknown_data_set_of_a_library_is_refused(library):
    with pytest.raises(
        ValueError, match=r"dataset must be one that is at hand \(mnist-test, sklearn\), got 'fashion'"
    ):
        library.digits("fashion")
