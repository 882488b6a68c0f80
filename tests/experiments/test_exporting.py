"""Programs and archives that pages give away."""

import io
from dataclasses import dataclass

import numpy as np
import pytest

from lazyq.experiments.digits import DatasetDigit, DrawnDigit
from lazyq.experiments.exporting import digit_code, file_name, npz, spec_code

DRAWN = DrawnDigit(bytes(range(196)) * 4)


@dataclass(frozen=True)
class Spec:
    name: str
    lams: tuple[float, ...] = (0.5,)
    count: int = 3


@pytest.mark.parametrize(
    "spec", [Spec("a"), Spec("it's", (0.1,)), Spec("b", (0.1, float("inf"), 1 / 3), 4), Spec("c", ())]
)
def test_code_of_a_spec_makes_it_anew(spec):
    assert eval(spec_code(spec), {"Spec": Spec}) == spec


def test_code_leaves_out_defaults_and_writes_what_it_is_told():
    assert spec_code(Spec("a", count=4)) == "Spec(name='a', count=4)"
    assert spec_code(Spec("a", count=4), count="COUNT") == "Spec(name='a', count=COUNT)"


@pytest.mark.parametrize("digit", [DatasetDigit("sklearn", 8), DRAWN], ids=["held", "drawn"])
def test_code_of_a_digit_is_its_levels(digit, capsys):
    code = digit_code(digit)
    exec(f"{code.imported}\nprint({code.text}.flatten().tolist())", {})
    levels = [int(level) for level in capsys.readouterr().out.strip("[]\n").split(",")]
    assert len(levels) == 784
    if digit is DRAWN:
        assert bytes(levels) == DRAWN.pixels


def test_files_are_named_after_their_digits():
    assert file_name("lens", DRAWN, DatasetDigit("sklearn", 9)) == "lens_drawn_sklearn-9"
    assert file_name("lens", DrawnDigit(DRAWN.pixels, uploaded=True)) == "lens_picture"


def test_archive_takes_numbers_texts_and_arrays_and_no_objects():
    content = npz(a=np.arange(3), b="word", c=1.5, d=("x", "y"))
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        assert archive["a"].tolist() == [0, 1, 2]
        assert (str(archive["b"]), float(archive["c"]), archive["d"].tolist()) == ("word", 1.5, ["x", "y"])
    with pytest.raises(ValueError, match="pickle"):
        npz(a=object())
