"""Training comes from a seed, has a pair for each chunk, can be stopped, makes a space turn as one."""

import pytest
import torch

from lazyq.care import (
    CareTraining,
    Family,
    cloud_encoder,
    cloud_rotations,
    coloured,
    ellipsoid_clouds,
    hue_turns,
    image_encoder,
    image_rotations,
    train_care,
    wahba_error,
)
from lazyq.care.training import chunk_elements
from lazyq.datasets import load_sklearn_digits

SHORT = CareTraining(steps=4, batch_size=16, chunks=4)
CLOUDS = ellipsoid_clouds(40, 10, torch.Generator().manual_seed(0))
FAMILY = cloud_rotations(10)


def trained(training: CareTraining = SHORT, **named):
    return train_care(training, cloud_encoder(4, width=8), CLOUDS, FAMILY, **named)


@pytest.mark.parametrize("spread", ["info_nce", "uniformity"])
def test_the_same_seed_gives_the_same_encoder(spread) -> None:
    training = CareTraining(spread=spread, steps=4, batch_size=16, chunks=4)
    torch.manual_seed(1)
    first = trained(training)
    torch.manual_seed(2)
    state = torch.random.get_rng_state()
    second = trained(training)
    assert torch.equal(torch.random.get_rng_state(), state)
    for one, other in zip(first.encoder.parameters(), second.encoder.parameters(), strict=True):
        assert torch.equal(one, other)
    assert first.equivariance.tolist() == second.equivariance.tolist()


def test_the_given_encoder_is_left_alone() -> None:
    encoder = cloud_encoder(4, width=8)
    before = [one.clone() for one in encoder.parameters()]
    after = train_care(SHORT, encoder, CLOUDS, FAMILY).encoder
    assert all(torch.equal(a, b) for a, b in zip(encoder.parameters(), before, strict=True))
    assert not any(torch.equal(a, b) for a, b in zip(after.parameters(), before, strict=True))
    torch.testing.assert_close(after(CLOUDS).norm(dim=-1), torch.ones(40))


def test_every_chunk_has_a_pair_of_its_own_and_every_point_of_it_the_same() -> None:
    first, second = chunk_elements(SHORT, FAMILY, torch.Generator().manual_seed(3))
    chunks = torch.stack([first, second]).reshape(2, 4, 4, 9)
    assert torch.equal(chunks, chunks[:, :, :1].expand_as(chunks))
    assert len(torch.unique(chunks.reshape(-1, 9).round(decimals=9), dim=0)) == 8


def test_one_pair_for_all_chunks_is_there_for_comparison() -> None:
    """The paper's public code draws twice for a batch of 8 chunks: vmap with randomness="same"."""
    drawn = []

    def draw(count: int, generator: torch.Generator) -> torch.Tensor:
        drawn.append(count)
        return torch.rand(count, generator=generator, dtype=torch.float64)

    family = Family(image_rotations().transformations, draw)
    public = CareTraining(batch_size=32, chunks=8, one_pair=True)
    first, second = chunk_elements(public, family, torch.Generator().manual_seed(4))
    assert drawn == [2]
    assert len(first.unique()) == len(second.unique()) == 1
    ours = CareTraining(batch_size=32, chunks=8)
    first, second = chunk_elements(ours, family, torch.Generator().manual_seed(4))
    assert drawn == [2, 16]
    assert len(torch.cat([first, second]).unique()) == 16


def test_it_tells_how_far_it_is_and_stops_when_it_is_told() -> None:
    shares: list[float] = []
    points: list[tuple[int, float, float]] = []
    found = trained(progress=shares.append, follow=lambda *point: points.append(point))
    assert shares == [0.25, 0.5, 0.75, 1.0]
    assert [step for step, _, _ in points] == found.steps.tolist() == [1, 2, 3, 4]
    assert [spread for _, spread, _ in points] == found.spread.tolist()

    def stop(share: float) -> None:
        if share >= 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        trained(progress=stop)


def test_a_curve_has_its_points_and_no_weight_costs_nothing_between_them() -> None:
    calls = 0

    def draw(count: int, generator: torch.Generator) -> torch.Tensor:
        return FAMILY.draw(count, generator)

    class Counting(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = cloud_encoder(4, width=8)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            nonlocal calls
            calls += 1
            return self.inner(x)

    training = CareTraining(weight=0.0, steps=100, batch_size=8, chunks=2)
    found = train_care(training, Counting(), CLOUDS, Family(FAMILY.transformations, draw))
    assert len(found.steps) == 51
    assert calls == 100 * 2 + 51 * 2
    assert (found.equivariance > 0).all()


def test_it_runs_where_the_points_are(device) -> None:
    found = train_care(SHORT, cloud_encoder(4, width=8), CLOUDS.to(device), FAMILY)
    assert found.encoder(CLOUDS.to(device)).device.type == device.type
    assert found.equivariance.isfinite().all()


@pytest.mark.parametrize("name", ["clouds", "colours"])
def test_any_family_and_any_encoder_can_be_trained(name) -> None:
    generator = torch.Generator().manual_seed(6)
    if name == "clouds":
        points, family, positives = CLOUDS, FAMILY, cloud_rotations(10, 15)
        encoder = cloud_encoder(4, width=16)
    else:
        points = coloured(load_sklearn_digits().images[:64], generator)
        family, positives = hue_turns(), hue_turns(15)
        encoder = image_encoder(4, channels=3, width=4)
    last = {}
    for weight in (0.0, 10.0):
        training = CareTraining(weight=weight, steps=25, batch_size=32, chunks=4)
        last[weight] = float(train_care(training, encoder, points, family, positives).equivariance[-1])
    assert last[10.0] < last[0.0]


def test_equivariance_makes_the_space_turn_as_one() -> None:
    """On digits that were not learned from: a quarter of the Wahba error, whatever the processor."""
    images = load_sklearn_digits().images.float() / 255
    learned, fitted, tested = images[:1000], images[1000:1200], images[1200:1400]
    positives, action = image_rotations(15), image_rotations().transformations
    errors: dict[float, list[float]] = {}
    for weight in (0.0, 10.0):
        training = CareTraining(weight=weight, steps=150, batch_size=96, chunks=8)
        encoder = train_care(training, image_encoder(8), learned, image_rotations(), positives).encoder
        with torch.no_grad():
            still, others = encoder(fitted), encoder(tested)
            for degrees in (40.0, 100.0, 200.0):
                g = torch.tensor(degrees)
                turned, seen = encoder(action.act(g, tested)), encoder(action.act(g, fitted))
                found = wahba_error(others, turned, still, seen)
                errors.setdefault(weight, []).append(float(found.error))
    assert sum(errors[0.0]) >= 4 * sum(errors[10.0])


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"spread": "barlow"}, "spread must be one of info_nce, uniformity, got 'barlow'"),
        ({"steps": 0}, "steps must be a whole number of at least 1, got 0"),
        ({"batch_size": 20, "chunks": 3}, "multiple of chunks"),
        ({"batch_size": 8, "chunks": 8}, "twice as large"),
        ({"weight": -1.0}, "weight must be at least 0 and finite, got -1"),
        ({"weight": float("nan")}, "weight must be"),
        ({"temperature": 0.0}, "temperature must be positive"),
    ],
)
def test_bad_settings_are_said(settings, words) -> None:
    with pytest.raises(ValueError, match=words):
        CareTraining(**settings)


def test_points_of_another_shape_or_too_few_are_refused() -> None:
    with pytest.raises(ValueError, match=r"points must have shape \(n, 10, 3\), got \(40, 9, 3\)"):
        train_care(SHORT, cloud_encoder(3), CLOUDS[:, :9], FAMILY)
    with pytest.raises(ValueError, match="points must be at least batch_size, 16, got 10"):
        train_care(SHORT, cloud_encoder(3), CLOUDS[:10], FAMILY)
