"""What a process with TRITON_INTERPRET=1 does: all cases of the Triton kernels, on the CPU."""

import sys

import torch

from lazyq import Channels, Product, RowShifts, TimeShifts, Translations, pairwise
from lazyq.kernels.pairs import squared_distances_of_pairs
from lazyq.kernels.pairwise import BY_NAME
from lazyq.neighbors import neighbors
from tests.kernels.float_sets import KINDS, float_sets
from tests.kernels.test_pairwise import LAMS, SHAPES, sets

MORE_LAMS = [*LAMS, 0.2, 1e9, 0.4, 0.25, 0.6]
KERNEL = BY_NAME["triton"]


def of_bytes() -> None:
    for shape in [(4, 1), (3, 5), (1, 16), (2, 17), (3, 28), (1, 33), (1, 70), (1, 128)]:
        action = RowShifts(*shape)
        x, y = sets(action)
        for lams in (MORE_LAMS, [0.3], [float("inf"), 1e9]) if shape == (3, 5) else (MORE_LAMS,):
            found = pairwise(action, x, y, lams, kernel="triton")
            expected = pairwise(action, x, y, lams, kernel="torch")
            torch.testing.assert_close(found, expected, rtol=2e-6, atol=0.0)
        for few in (1, 0):
            assert pairwise(action, x[:few], y, LAMS, kernel="triton").shape == (len(LAMS), few, len(y))


def of_floats() -> None:
    for number, kind in enumerate(KINDS):
        for dtype in (torch.float64, torch.float32)[: 1 + number % 2]:
            action = RowShifts(*[(4, 1), (1, 9), (3, 8), (2, 33)][number // 2 % 4])
            x, y = float_sets(kind, action, dtype)
            scale = float(y.abs().max()) or 1.0
            mus = torch.tensor(LAMS, dtype=torch.float64).mul(scale).square()
            found = KERNEL.squared_distances(action, x, y, mus)
            pairs = x.repeat_interleave(len(y), 0), y.repeat(len(x), 1, 1)
            expected = torch.stack([squared_distances_of_pairs(action, *pairs, mu) for mu in mus.tolist()])
            expected = expected.reshape(found.shape)
            relative, absolute = KERNEL.errors(action, dtype)
            energies = [images.flatten(1).double().square().sum(1) for images in (x, y)]
            lost = [
                absolute * (energy - KERNEL.energies_of_means(action, images)) + 1e-14 * energy
                for energy, images in zip(energies, (x, y), strict=True)
            ]
            bound = relative * expected + lost[0][:, None] + lost[1]
            assert found.dtype == torch.float64
            assert ((found - expected).abs() <= bound + 1e-320).all(), (kind, dtype)


def of_orbits() -> None:
    """Shifts of whole images: several blocks of shifts, of pixels and of images, groups of λ."""
    shifts = [Translations(1, 1), Translations(4, 3), Translations(12, 13), TimeShifts(129, 2)]
    for action in (*shifts, Channels(Translations(5, 6), 3), Channels(RowShifts(1, 8), 2), TimeShifts(7)):
        x, y = sets(action)
        expected = pairwise(action, x, y, MORE_LAMS, kernel="torch")
        found = pairwise(action, x, y, MORE_LAMS, kernel="orbits")
        torch.testing.assert_close(found, expected, rtol=2e-6, atol=0.0)
        for level in (0, 1, 7):  # of one λ, the dear elements are left out
            found = pairwise(action, x, y, MORE_LAMS[level : level + 1], kernel="orbits")
            torch.testing.assert_close(found, expected[level : level + 1], rtol=2e-6, atol=0.0)
        for few in (1, 0):
            assert pairwise(action, x[:few], y, LAMS, kernel="orbits").shape == (len(LAMS), few, len(y))
    impulses = torch.eye(300, dtype=torch.uint8)[:150] * 255
    for lam in (0.01, 5 / 255, 0.3):  # only the cheap shifts pay, of which some are behind the first 128
        pair = TimeShifts(300), impulses[:1], impulses, [lam]
        found, expected = (pairwise(*pair, kernel=name) for name in ("orbits", "torch"))
        torch.testing.assert_close(found, expected, rtol=2e-6, atol=0.0)
    x, y = (points.repeat(8, 1, 1)[:140] for points in sets(Translations(3, 4)))
    BY_NAME["orbits"]._BYTES_AT_ONCE = 12 * 128 * 5
    found = pairwise(Translations(3, 4), x, y, LAMS, kernel="orbits")
    torch.testing.assert_close(
        found, pairwise(Translations(3, 4), x, y, LAMS, kernel="torch"), rtol=2e-6, atol=0.0
    )
    assert "uint8" in str(BY_NAME["orbits"].why_not(Translations(3, 4), x.float(), y.float()))
    assert "4096 pixels" in str(BY_NAME["orbits"].why_not(Translations(64, 65), x, y))
    assert "not RowShifts" in str(BY_NAME["orbits"].why_not(RowShifts(3, 4), x, y))


def of_others() -> None:
    """Searches and actions that are made of row shifts take the kernel too."""
    action = RowShifts(3, 28)
    for dtype in (torch.uint8, torch.float32):
        x, y = sets(action, dtype)
        found = neighbors(action, x, y, LAMS, 4, kernel="brute")
        expected = neighbors(action, x, y, LAMS, 4, kernel="pruned")
        assert all(torch.equal(a, b) for a, b in zip(found, expected, strict=True))
    for made in (TimeShifts(1, 9), Product(TimeShifts(4), TimeShifts(4))):
        x, y = sets(made)
        found = pairwise(made, x, y, LAMS)
        torch.testing.assert_close(found, pairwise(made, x, y, LAMS, kernel="torch"), rtol=4e-6, atol=0.0)


if __name__ == "__main__":
    assert KERNEL.why_not(RowShifts(*SHAPES[0]), *sets(RowShifts(*SHAPES[0]))) is None
    cases = {"bytes": of_bytes, "floats": of_floats, "orbits": of_orbits, "others": of_others}
    cases[sys.argv[1]]()
