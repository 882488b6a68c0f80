import math

import pytest
import torch

from lazyq.riemannian import AxialRotations, BlockRotations, OrthogonalAction, RotationAction
from lazyq.testing import assert_group_axioms, assert_isometric, assert_left_action, assert_length_axioms

ACTIONS = [
    OrthogonalAction(2),
    OrthogonalAction(3),
    OrthogonalAction(5),
    OrthogonalAction(3, length_norm="operator"),
    BlockRotations(2, 3),
    BlockRotations(2, 1),
    AxialRotations((1.0, -2.0, 0.5)),
]


def random_rotation(action: RotationAction, generator: torch.Generator) -> torch.Tensor:
    frame = action.frame
    g = torch.zeros_like(frame)
    for axes in frame.split(action.blocks, -1):
        size = axes.shape[-1]
        skew = torch.randn(size, size, generator=generator, dtype=torch.float64)
        g = g + axes @ torch.linalg.matrix_exp(skew - skew.T) @ axes.T
    return g


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_axioms(action: RotationAction) -> None:
    generator = torch.Generator().manual_seed(0)
    elements = [action.identity(), *(random_rotation(action, generator) for _ in range(4))]
    points = list(torch.randn(3, *action.shape, generator=generator, dtype=torch.float64))
    assert_group_axioms(action, elements, atol=1e-12)
    assert_left_action(action, elements, points, atol=1e-12)
    assert_isometric(action, elements, points)
    assert_length_axioms(action, elements)


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_split_and_join_are_inverse_and_keep_the_norm(action: RotationAction) -> None:
    x = torch.randn(4, *action.shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    blocks = action.split(x)
    assert [block.shape[-1] for block in blocks] == list(action.blocks)
    torch.testing.assert_close(action.join(blocks), x)
    torch.testing.assert_close(sum(block.square().sum(-1) for block in blocks), x.square().sum(-1))


def test_length_is_the_angle_in_the_two_norms() -> None:
    """Two planes turned by 0.3 and 3.0: sqrt(2 (0.3² + 3²)) and 3."""
    skew = torch.zeros(5, 5, dtype=torch.float64)
    skew[0, 1], skew[2, 3] = 0.3, 3.0
    g = torch.linalg.matrix_exp(skew - skew.T)
    assert float(OrthogonalAction(5).length(g)) == pytest.approx(math.sqrt(2 * (0.09 + 9)), rel=1e-12)
    assert float(OrthogonalAction(5, length_norm="operator").length(g)) == pytest.approx(3.0, rel=1e-12)


def test_axis_stays_where_it_is() -> None:
    action = AxialRotations((1.0, -2.0, 0.5))
    g = random_rotation(action, torch.Generator().manual_seed(2))
    axis = torch.tensor(action.axis, dtype=torch.float64)
    torch.testing.assert_close(action.act(g, axis), axis)
    torch.testing.assert_close(action.frame @ action.frame.T, torch.eye(3, dtype=torch.float64))


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: OrthogonalAction(1), "dimension must be a whole number of at least 2, got 1"),
        (lambda: OrthogonalAction(3, length_norm="max"), "length_norm must be"),
        (lambda: BlockRotations(), "sizes must name at least one block"),
        (lambda: BlockRotations(2, 0), "sizes must be a whole number of at least 1, got 0"),
        (lambda: AxialRotations((0.0, 0.0, 0.0)), "axis must be three finite numbers"),
        (lambda: AxialRotations((1.0, math.nan, 0.0)), "axis must be three finite numbers"),
    ],
)
def test_bad_groups_are_named(build, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build()
