import math
from collections.abc import Callable
from types import ModuleType

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from lazyq import (
    Channels,
    PolarRotations,
    Product,
    RowShifts,
    SeparableAction,
    TimeShifts,
    Translations,
    kernels,
)
from lazyq.kernels import (
    BY_NAME,
    ORDER,
    choose,
    composed,
    enumeration,
    fourier,
    nearest,
    pairwise,
    reference,
    rows,
)
from tests.conftest import TOLERANCE
from tests.own_actions import Permutations, SignFlips
from tests.strategies import COMPOSED, cyclic_actions, points

ACTIONS = [
    RowShifts(3, 5),
    RowShifts(1, 1),
    RowShifts(2, 2),
    RowShifts(4, 1),
    RowShifts(1, 6),
    Translations(3, 5),
    Translations(4, 2),
    Translations(1, 1),
    PolarRotations(2, 5),
    PolarRotations(1, 4),
    SignFlips(3),
    Permutations(3),
    *COMPOSED,
]


def images(action: SeparableAction, dtype: torch.dtype, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return pairs, the degenerate ones among them: blank, constant, equal, tied, brightest."""
    levels = torch.randint(256, (2, 8, *action.shape), generator=torch.Generator().manual_seed(3))
    x, y = levels.to(torch.uint8)
    x[0] = 0
    y[1] = 0
    x[2] = 200
    y[3] = x[3]
    x[4], y[4] = x[4] % 2, y[4] % 2
    x[5] = y[5] = 255
    x[6], y[6] = 255, 0
    if dtype != torch.uint8:
        x, y = x.to(dtype) / 255, y.to(dtype) / 255
    return x.to(device), y.to(device)


def definition(action: SeparableAction, x: Tensor, y: Tensor) -> list:
    """Return the residuals of the reference by plain Python, without its tensors' help."""
    target = action.split(y.double())
    table = []
    for factor in range(action.factors):
        row = []
        for element in range(len(action.squared_lengths)):
            choice = torch.zeros(action.factors, dtype=torch.int64)
            choice[factor] = element
            block = action.split(action.act(action.assemble(choice), x.double()))[factor]
            row.append(
                sum((a - b) ** 2 for a, b in zip(block.tolist(), target[factor].tolist(), strict=True))
            )
        table.append(row)
    return table


@pytest.mark.parametrize("action", ACTIONS, ids=str)
@pytest.mark.parametrize("kernel", BY_NAME.values(), ids=lambda kernel: kernel.NAME)
def test_every_kernel_is_the_reference(
    kernel: object, action: SeparableAction, dtype: torch.dtype, device: torch.device
) -> None:
    x, y = images(action, dtype, device)
    if kernel.why_not(action, x, y) is not None:
        with pytest.raises(ValueError, match=f"kernel '{kernel.NAME}' can't serve this call: "):
            choose(kernel.NAME, action, x, y)
        return
    table = kernel.squared_residuals(action, x, y)
    expected = reference.squared_residuals(action, x, y)
    assert table.shape == (8, action.factors, len(action.squared_lengths))
    assert table.dtype == torch.float64
    assert table.device == x.device
    if dtype == torch.uint8:
        assert table.equal(expected)
    else:
        torch.testing.assert_close(table, expected, rtol=TOLERANCE[torch.float64], atol=0)
    assert kernel.squared_residuals(action, x[:0], y[:0]).shape == (0, *table.shape[1:])


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_the_reference_is_the_definition(action: SeparableAction) -> None:
    x, y = images(action, torch.uint8, torch.device("cpu"))
    assert reference.squared_residuals(action, x, y).tolist() == [
        definition(action, a, b) for a, b in zip(x, y, strict=True)
    ]


@given(st.data())
def test_fourier_is_exact(data: st.DataObject) -> None:
    action = data.draw(cyclic_actions)
    x, y = data.draw(points(action))[None], data.draw(points(action))[None]
    assert fourier.squared_residuals(action, x, y).equal(reference.squared_residuals(action, x, y))


@pytest.mark.parametrize("action", [RowShifts(28, 28), Translations(28, 28)], ids=str)
def test_fourier_is_exact_on_mnist(
    action: SeparableAction, mnist_raw: Callable[[str], tuple[Tensor, Tensor]], device: torch.device
) -> None:
    digits = mnist_raw("t10k")[0][:12].to(device)
    x, y = digits[:6], digits[6:]
    assert fourier.squared_residuals(action, x, y).equal(enumeration.squared_residuals(action, x, y))


def test_differences_do_not_cancel() -> None:
    x = 1 + torch.rand(1, 2, 6, dtype=torch.float64, generator=torch.Generator().manual_seed(0)) * 1e-9
    y = x.roll(1, -1)
    table = enumeration.squared_residuals(RowShifts(2, 6), x, y)
    assert table.amin() == 0
    assert table.equal(reference.squared_residuals(RowShifts(2, 6), x, y))


def test_few_pairs_are_moved_by_many_elements_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    action, moves, act = Translations(12, 10), [], Translations.act
    monkeypatch.setattr(Translations, "act", lambda *given: moves.append(given) or act(*given))
    x, y = torch.rand(2, 3, 12, 10, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    together = enumeration.squared_residuals(action, x, y)
    assert len(moves) == 1
    monkeypatch.setattr(enumeration, "_CELLS_AT_ONCE", 7 * x.numel() + 1)
    assert torch.equal(enumeration.squared_residuals(action, x, y), together)
    assert len(moves) == 1 + math.ceil(120 / 7)
    assert together.equal(reference.squared_residuals(action, x, y))


def test_auto_takes_the_first_that_can_serve(dtype: torch.dtype) -> None:
    for action in ACTIONS:
        x, y = images(action, dtype, torch.device("cpu"))
        cyclic = isinstance(action, RowShifts | Translations)
        made_of_others = isinstance(action, Channels | Product | TimeShifts)
        expected = composed if made_of_others else fourier if cyclic and dtype == torch.uint8 else enumeration
        assert choose("auto", action, x, y) is expected
    assert (fourier, composed, rows, enumeration) == ORDER


def test_a_kernel_says_why_not() -> None:
    x = torch.zeros(1, 3, dtype=torch.uint8)
    with pytest.raises(
        ValueError, match="'fourier' can't serve this call: it knows RowShifts and Translations"
    ):
        choose("fourier", SignFlips(3), x, x)
    x = torch.zeros(1, 2, 3)
    with pytest.raises(ValueError, match="'fourier' can't serve this call: float images lose digits"):
        choose("fourier", RowShifts(2, 3), x, x)


@pytest.mark.parametrize("name", ["Fourier", "", None, 3])
def test_an_unknown_kernel_is_refused(name: object) -> None:
    x = torch.zeros(1, 2, 3)
    with pytest.raises(
        ValueError, match=r"kernel must be 'auto' or one of \['composed', 'enumeration', 'fou"
    ):
        choose(name, RowShifts(2, 3), x, x)


@pytest.mark.parametrize("package", [kernels, nearest, pairwise], ids=lambda p: p.__name__)
def test_a_kernel_is_called_by_the_name_of_its_module(package: ModuleType) -> None:
    for name, kernel in package.BY_NAME.items():
        assert kernel.__name__ == f"{package.__name__}.{name}"
        assert name == kernel.NAME
