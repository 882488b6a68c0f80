"""The digits nearest to one digit: the search, the archive and the program that finds them again."""

import io
from dataclasses import replace

import numpy as np
import pytest
import torch

from lazyq import RowShifts, align
from lazyq.compute import ResultStore
from lazyq.datasets import load_sklearn_digits
from lazyq.experiments.digits import DatasetDigit, DigitLibrary, DrawnDigit
from lazyq.experiments.draws import Draw, drawn_places
from lazyq.experiments.neighbours import (
    NearestDigits,
    NeighboursSpec,
    nearest_digits,
    neighbours_npz,
    neighbours_python,
)
from lazyq.neighbors import neighbors

DRAW = Draw("sklearn", 100, seed=4, aside=200)
SIX = DatasetDigit("sklearn", 6)


@pytest.mark.parametrize("among", [Draw("sklearn"), DRAW, Draw("sklearn", 7)])
@pytest.mark.parametrize("own", [True, False])
def test_lists_are_the_librarys_at_every_lambda(own, among):
    digits = load_sklearn_digits()
    x = SIX if own else DrawnDigit(digits.images[6].numpy().tobytes())
    found = nearest_digits(NeighboursSpec(x.text, 9, among))
    places = drawn_places(among)
    places = places[places != 6] if own else places
    k = min(9, len(places))
    assert found.starts[0] == 0
    for lam in (0.0, 0.31, 0.5, 1.7, torch.inf):
        at = np.searchsorted(found.starts, lam, side="right") - 1
        expected = neighbors(RowShifts(28, 28), digits.images[6][None], digits.images[places], lam, k)
        assert found.near[at].tolist() == places[expected.indices[0]].tolist()


def test_a_store_keeps_what_was_found(tmp_path):
    spec = NeighboursSpec(SIX.text, 3, DRAW)
    first = ResultStore(tmp_path).run(nearest_digits, spec, data=("checksum",))
    store = ResultStore(tmp_path)
    second = store.run(nearest_digits, spec, data=("checksum",))
    assert np.array_equal(first.near, second.near)
    assert store.info().entries == 1
    for other in (replace(spec, neighbors=2), replace(spec, among=replace(DRAW, seed=5))):
        store.run(nearest_digits, other, data=("checksum",))
    store.run(nearest_digits, spec, data=("other",))
    assert store.info().entries == 4


@pytest.mark.parametrize(("own", "among"), [(True, Draw("sklearn")), (False, DRAW)])
def test_program_prints_the_neighbours(run, own, among):
    digits = load_sklearn_digits()
    x = SIX if own else DrawnDigit(digits.images[6].numpy().tobytes())
    spec = NeighboursSpec(x.text, 4, among)
    printed = [line.split() for line in run(neighbours_python(spec).format(lam=0.5))]
    places = drawn_places(among)
    places = places[places != 6] if own else places
    for place, label, distance in printed:
        assert int(place) in places
        assert int(label) == digits.labels[int(place)]
        found = align(RowShifts(28, 28), digits.images[6], digits.images[int(place)], 0.5).distance
        assert float(distance) == pytest.approx(float(found), abs=1e-6)
    found = neighbors(RowShifts(28, 28), digits.images[6][None], digits.images[places], 0.5, 4)
    assert [int(place) for place, _, _ in printed] == places[found.indices[0]].tolist()


def test_archive_of_neighbours():
    library = DigitLibrary([load_sklearn_digits()])
    result = NearestDigits(np.array([0.0, 0.5]), np.array([[3, 8], [8, 2]]))
    content = neighbours_npz(library, NeighboursSpec(SIX.text, 2, Draw("sklearn")), result)
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        assert archive["places"].tolist() == [2, 3, 8]
        assert np.array_equal(archive["labels"], library.digits("sklearn").labels.numpy()[result.near])
        assert np.array_equal(archive["images"], library.digits("sklearn").images[[2, 3, 8]])
        assert str(archive["x_reference"]) == "sklearn-6"
