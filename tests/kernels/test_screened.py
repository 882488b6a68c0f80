"""All pairs of long float64 rows, whose best shifts float32 looks for, against the definition."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from lazyq import RowShifts, pairwise
from lazyq.kernels import rows
from lazyq.kernels.pairwise import choose, screened
from tests.kernels.float_sets import KINDS, float_sets

LAMS = [0.7, 0.0, float("inf"), 0.05, 30.0]


def assert_as_defined(action: RowShifts, x: Tensor, y: Tensor, lams: list[float]) -> None:
    mus = torch.tensor(lams, dtype=torch.float64).square()
    found = screened.squared_distances(action, x, y, mus)
    table = rows.squared_residuals(action, x.repeat_interleave(len(y), 0), y.repeat(len(x), 1, 1))
    lengths = action.squared_lengths
    prices = [torch.where(lengths > 0, mu * lengths, 0.0) for mu in mus]
    expected = torch.stack([(table + price).amin(-1).sum(-1) for price in prices])
    relative, absolute = screened.errors(action, x.dtype)
    assert absolute == 0
    assert found.dtype == torch.float64
    torch.testing.assert_close(found, expected.reshape(found.shape), rtol=relative + 1e-12, atol=1e-320)


@pytest.mark.parametrize("shape", [(1, 64), (2, 65), (1, 75), (3, 70), (1, 150), (1, 301)], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_ordinary_and_degenerate_rows(kind: str, shape: tuple[int, int]) -> None:
    action = RowShifts(*shape)
    x, y = float_sets(kind, action, torch.float64, 18)
    scale = float(y.abs().max()) or 1.0
    assert_as_defined(action, x, y, [lam * scale for lam in LAMS])


@settings(deadline=None, max_examples=25)
@given(
    width=st.integers(64, 96),
    height=st.integers(1, 2),
    seed=st.integers(0, 2**32 - 1),
    period=st.integers(1, 96),
    levels=st.integers(1, 4),
    offset=st.sampled_from([0.0, 1e-9, 0.1, 1e6, 1e14]),
    lams=st.lists(st.floats(0, 3), min_size=1, max_size=3),
)
def test_ties_and_near_ties(width, height, seed, period, levels, offset, lams):
    """Periodic rows of few levels, some of them changed by a little: many shifts are best, or almost."""
    generator = torch.Generator().manual_seed(seed)
    motif = torch.randint(levels, (8, height, period), generator=generator).double()
    rows = motif.repeat(1, 1, -(-width // period))[..., :width] + offset
    rows[::2] += torch.randn(4, height, width, generator=generator, dtype=torch.float64) * 1e-7
    assert_as_defined(RowShifts(height, width), rows[:3], rows[3:], lams)


def test_shifted_rows_are_at_their_price_exactly():
    action, generator = RowShifts(1, 150), torch.Generator().manual_seed(2)
    y = torch.randn(40, 1, 150, generator=generator, dtype=torch.float64).cumsum(-1)
    shifts = torch.randint(-74, 76, (40, 1), generator=generator)
    x = action.act(shifts, y)
    found = pairwise(action, x, y, [0.0, 1e-6]).diagonal(dim1=1, dim2=2)
    assert torch.equal(found[0], torch.zeros(40, dtype=torch.float64))
    torch.testing.assert_close(found[1], 1e-6 * shifts[:, 0].abs().double(), rtol=1e-12, atol=0)


def test_blocks_threads_and_sets_beside_themselves(threads: int) -> None:
    action, generator = RowShifts(1, 66), torch.Generator().manual_seed(3)
    x = torch.randn(1100, 1, 66, generator=generator, dtype=torch.float64)
    assert torch.get_num_threads() == threads
    assert choose("auto", action, x, x) is screened
    whole = pairwise(action, x[:260], x, [0.4, 0.0])
    torch.testing.assert_close(
        whole, pairwise(action, x[:260], x, [0.4, 0.0], kernel="spectra"), rtol=1e-11, atol=0
    )
    own = pairwise(action, x[:260], x[:260], [0.4, 0.0])
    torch.testing.assert_close(own, whole[..., :260], rtol=1e-13, atol=0)


def test_layout_does_not_matter() -> None:
    action, generator = RowShifts(2, 64), torch.Generator().manual_seed(4)
    wide = torch.randn(9, 2, 128, generator=generator, dtype=torch.float64)
    strided, turned = wide[..., ::2], wide[..., :64].transpose(1, 2).contiguous().transpose(1, 2)
    found = pairwise(action, strided, turned, 0.3)
    assert torch.equal(found, pairwise(action, strided.contiguous(), turned.contiguous(), 0.3))
    assert pairwise(action, strided[:0], turned, [0.3]).shape == (1, 0, 9)
    assert pairwise(action, strided, turned, []).shape == (0, 9, 9)


def test_it_says_whom_it_serves() -> None:
    rows = torch.zeros(1, 1, 63, dtype=torch.float64)
    assert "64 to 512 columns" in (screened.why_not(RowShifts(1, 63), rows, rows) or "")
    assert "float64" in (screened.why_not(RowShifts(1, 150), rows.float(), rows.float()) or "")
