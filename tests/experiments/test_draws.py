"""Which digits are drawn."""

from itertools import islice

import pytest
import torch

from lazyq.experiments.draws import Draw, drawn_places, draws


def test_all_the_first_and_a_random_draw():
    assert torch.equal(drawn_places(Draw("sklearn")), torch.arange(1_797))
    assert torch.equal(drawn_places(Draw("sklearn", 5)), torch.arange(5))
    drawn = drawn_places(Draw("sklearn", 300, seed=1, aside=1_000))
    assert torch.equal(drawn, drawn.unique())
    assert (len(drawn), int(drawn.max()) < 797) == (300, True)


def test_draws_of_one_seed_follow_each_other():
    draw = Draw("sklearn", 20, seed=3)
    several = list(islice(draws(draw), 3))
    for number, places in enumerate(several):
        assert torch.equal(places, drawn_places(Draw("sklearn", 20, seed=3, number=number)))
    assert not torch.equal(several[0], several[1])


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (Draw("sklearn", 0), "size must be from 1 to the 1797 digits of sklearn, got 0"),
        (Draw("sklearn", 800, aside=1_000), "size must be from 1 to the 797 digits of sklearn, got 800"),
        (Draw("sklearn", 5, number=-1), "number must be at least 0, got -1"),
        (Draw("cats"), "dataset must be one of"),
    ],
)
def test_what_cannot_be_drawn_is_named(draw, message):
    with pytest.raises(ValueError, match=message):
        drawn_places(draw)
