import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import Tensor

from lazyq import (
    Channels,
    PolarRotations,
    RowShifts,
    SeparableAction,
    TimeShifts,
    Translations,
    lazy_distance,
    pairwise,
)
from lazyq.kernels.pairwise import BY_NAME, ORDER, choose, reasons
from tests.own_actions import Permutations, SignFlips
from tests.strategies import COMPOSED

ROOT = Path(__file__).parents[2]
LAMS = [10.0, 0.0, 0.3, float("inf"), 0.05, 1.0, 1e-8]
SHAPES = [(3, 5), (2, 6), (1, 1), (4, 1), (1, 16), (2, 17), (3, 28), (1, 33), (1, 70), (1, 131)]
ACTIONS = [*(RowShifts(*shape) for shape in SHAPES), Translations(3, 4), SignFlips(4), Permutations(3)]
ACTIONS += [PolarRotations(*shape) for shape in ((1, 1), (3, 2), (2, 7), (4, 12))]
ACTIONS += COMPOSED


def sets(action: SeparableAction, dtype: torch.dtype = torch.uint8) -> tuple[Tensor, Tensor]:
    """Return 6 and 19 points, degenerate ones too: blank, constant, equal, moved, sparse, brightest."""
    generator = torch.Generator().manual_seed(5)
    x = torch.randint(256, (6, *action.shape), generator=generator, dtype=torch.uint8)
    y = torch.randint(256, (19, *action.shape), generator=generator, dtype=torch.uint8)
    y[3:12] *= torch.rand(9, *action.shape, generator=generator) < 0.3
    x[0], y[0] = 0, 0
    x[1], y[1], y[2] = 255, 255, 100
    x[2] = y[5]
    y[13] = y[6]
    y[14] = action.act(action.assemble(torch.full((action.factors,), -1)), x[4])  # at small λ a small price
    x[3, :1] = 0
    return (x, y) if dtype == torch.uint8 else (x.to(dtype) / 255, y.to(dtype) / 255)


def test_the_reference_is_the_definition(dtype):
    action = RowShifts(3, 5)
    x, y = (points[:7] for points in sets(action, dtype))
    found = pairwise(action, x, y, LAMS, kernel="reference")
    for level, lam in enumerate(LAMS):
        expected = lazy_distance(
            action, x[:, None].double(), y[None].double(), lam * (255 if dtype == torch.uint8 else 1)
        )
        scale = 255 if dtype == torch.uint8 else 1
        torch.testing.assert_close(found[level], expected / scale, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("action", ACTIONS, ids=str)
@pytest.mark.parametrize("kernel", [kernel.NAME for kernel in ORDER])
def test_every_kernel_against_the_paired_metric(action, kernel, dtype):
    x, y = sets(action, dtype)
    if BY_NAME[kernel].why_not(action, x, y) is not None:
        with pytest.raises(ValueError, match=f"kernel '{kernel}' can't serve this call: "):
            pairwise(action, x, y, LAMS, kernel=kernel)
        return
    found = pairwise(action, x, y, LAMS, kernel=kernel)
    assert found.dtype == (torch.float32 if dtype == torch.uint8 else torch.float64)
    relative, absolute = BY_NAME[kernel].errors(action, dtype)
    for level, lam in enumerate(LAMS):
        expected = lazy_distance(action, x[:, None], y[None], lam).double()
        precision = 1e-6 if dtype == torch.float32 else 1e-12
        torch.testing.assert_close(
            found[level].double(), expected, rtol=relative + precision, atol=1e-7 if absolute else 0.0
        )


@pytest.mark.parametrize("kernel", ["numba", "torch"])
def test_more_points_than_lanes_blocks_and_threads(kernel, threads):
    action = RowShifts(2, 7)
    x = torch.randint(256, (3, 2, 7), generator=torch.Generator().manual_seed(0), dtype=torch.uint8)
    y = torch.randint(256, (1100, 2, 7), generator=torch.Generator().manual_seed(1), dtype=torch.uint8)
    found = pairwise(action, x, y, [0.2, 0.0], kernel=kernel)
    for level, lam in enumerate([0.2, 0.0]):
        expected = lazy_distance(action, x[:, None], y[None], lam).float()
        torch.testing.assert_close(found[level], expected, rtol=2e-6, atol=0.0)


def test_half_of_the_pairs_of_a_set_beside_itself_are_computed(dtype, monkeypatch):
    action = RowShifts(2, 7)
    x = torch.randint(256, (259, 2, 7), generator=torch.Generator().manual_seed(0), dtype=torch.uint8)
    x = x if dtype == torch.uint8 else x.to(dtype) / 255
    expected = pairwise(action, x, x.clone(), [0.2, 0.0])
    kernel, computed = choose("auto", action, x, x), []
    compute = kernel.squared_distances

    def counted(action, x, y, mus):
        computed.append(len(x) * len(y))
        return compute(action, x, y, mus)

    monkeypatch.setattr(kernel, "squared_distances", counted)
    for points in (x, x.numpy()):
        computed.clear()
        found = torch.as_tensor(pairwise(action, points, points, [0.2, 0.0]))
        assert sum(computed) < 0.6 * 259**2
        torch.testing.assert_close(found, expected, rtol=1e-12 if dtype == torch.float64 else 2e-6, atol=0.0)


@pytest.mark.parametrize("kernel", ["numba", "torch"])
def test_nothing_in_nothing_out(kernel):
    action = RowShifts(2, 5)
    x, y = sets(action)
    assert pairwise(action, x[:0], y, [0.0], kernel=kernel).shape == (1, 0, 19)
    assert pairwise(action, x, y[:0], [0.0], kernel=kernel).shape == (1, 6, 0)
    assert pairwise(action, x, y, [], kernel=kernel).shape == (0, 6, 19)


def test_real_digits(mnist_raw):
    test, train = mnist_raw("t10k")[0][:4], mnist_raw("train")[0][:40]
    lams = [0.0, 0.3, 0.5, 0.7, 1.0, 10.0, float("inf")]
    found = pairwise(RowShifts(28, 28), test, train, lams, kernel="numba")
    for level, lam in enumerate(lams):
        expected = lazy_distance(RowShifts(28, 28), test[:, None], train[None], lam).float()
        torch.testing.assert_close(found[level], expected, rtol=4e-6, atol=0.0)
    torch.testing.assert_close(found[5], found[6], rtol=0.0, atol=0.0)


SEVERAL_BLOCKS = [Translations(5, 6), Translations(4, 1), RowShifts(2, 131), TimeShifts(9, 3)]
SEVERAL_BLOCKS += [Channels(Translations(3, 4), 2)]


@pytest.mark.parametrize("action", SEVERAL_BLOCKS, ids=str)
def test_transforms_in_several_blocks(action, dtype, monkeypatch):
    x, y = sets(action, dtype)
    monkeypatch.setitem(BY_NAME["transforms"]._CELLS_AT_ONCE, "cpu", 5 * x[0].numel())
    found = pairwise(action, x, y, LAMS, kernel="transforms")
    torch.testing.assert_close(found, pairwise(action, x, y, LAMS, kernel="torch"), rtol=1e-6, atol=1e-7)


def test_the_order_and_the_reasons_are_said():
    action = RowShifts(2, 5)
    x, y = sets(action)
    said = reasons(action, x, y)
    assert list(said) == [
        "triton",
        "orbits",
        "numba",
        "sparse",
        "screened",
        "spectra",
        "rings",
        "composed",
        "transforms",
        "torch",
        "minimising",
    ]
    assert "CUDA" in said["triton"]
    assert said["numba"] is None
    assert choose("auto", action, x, y).NAME == "numba"
    assert choose("auto", action, x.double(), y.double()).NAME == "spectra"
    assert "not Translations" in reasons(Translations(2, 5), x, y)["numba"]
    assert "2048 columns" in reasons(RowShifts(1, 2049), *sets(RowShifts(1, 2049)))["numba"]
    assert "128 columns" in reasons(RowShifts(1, 129), *sets(RowShifts(1, 129)))["triton"]
    wide = sets(RowShifts(1, 513), torch.float32)
    assert "512 columns" in reasons(RowShifts(1, 513), *wide)["spectra"]


def test_without_a_compiler_the_torch_kernel_serves_and_says_so(monkeypatch):
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    action = RowShifts(2, 5)
    x, y = sets(action)
    assert choose("auto", action, x, y).NAME == "torch"
    assert "NUMBA_DISABLE_JIT" in reasons(action, x, y)["numba"]
    with pytest.raises(ValueError, match="NUMBA_DISABLE_JIT"):
        pairwise(action, x, y, [0.0], kernel="numba")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lam": [-1.0]}, "lam must be at least 0"),
        ({"lam": [float("nan")]}, "lam must be at least 0"),
        ({"lam": "text"}, "lam must be numbers"),
        ({"lam": [[0.5]]}, "lam must have one dimension"),
        ({"x": torch.zeros(3, 5, dtype=torch.uint8)}, r"x must have shape \(n, 3, 5\)"),
        ({"y": torch.zeros(2, 3, 4, dtype=torch.uint8)}, r"y must have shape"),
        ({"y": torch.zeros(2, 3, 5)}, "one dtype"),
        ({"x": None}, "x must be a torch.Tensor"),
        ({"kernel": "magic"}, "kernel must be 'auto' or one of"),
        ({"action": object()}, "action must be a SeparableAction"),
    ],
)
def test_bad_input_is_named(change, message):
    action = RowShifts(3, 5)
    x, y = sets(action)
    arguments = {"action": action, "x": x, "y": y, "lam": [0.0], "kernel": "auto"} | change
    with pytest.raises(ValueError, match=message):
        pairwise(**arguments)


@pytest.mark.parametrize("cases", ["bytes", "floats", "orbits", "others"])
def test_the_triton_kernels_under_their_interpreter(cases):
    pytest.importorskip("triton", reason="Triton is not made for this machine")
    done = subprocess.run(
        [sys.executable, "-m", "tests.kernels.interpreted", cases],
        cwd=ROOT, env=os.environ | {"TRITON_INTERPRET": "1"}, timeout=300, capture_output=True, text=True,
    )  # fmt: skip
    assert not done.returncode, done.stderr


def test_an_old_gpu_is_told_why_orbits_do_not_serve(monkeypatch):
    pytest.importorskip("triton", reason="Triton is not made for this machine")
    from lazyq.kernels.pairwise import orbit_tiles

    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: (7, 5))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "an old card")
    assert "an old card lacks" in str(orbit_tiles.why_not(torch.device("cuda")))
    assert orbit_tiles.why_not(torch.device("cpu")) is None
