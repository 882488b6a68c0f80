"""What every figure draws is what the result holds."""

import numpy as np
import plotly.io as pio
import pytest
import torch

from lazyq import (
    Channels,
    LazyKNeighborsClassifierCV,
    RowShifts,
    TimeShifts,
    Translations,
    align,
    lazy_mean_path,
    lazy_path,
    plots,
)
from lazyq.averaging import Interval, fit_weights
from lazyq.experiments.about import Survey
from lazyq.experiments.six_or_nine import Flips, flip_spread
from lazyq.neighbors import NeighborIndex, neighbors_path
from lazyq.plots.theme import look_of
from lazyq.riemannian import OrthogonalAction, align_clouds, embedding_profile, geodesic, metric_matrix
from lazyq.spectral import LearningCurves, SampleMultiplier
from lazyq.transport import transport_bound, wasserstein_distance

SIDE = 6
ROWS = RowShifts(SIDE, SIDE)
PIXELS = np.random.default_rng(0).random((12, SIDE, SIDE))
LAMS = [0.0, 0.5, np.inf]


def trace(figure, name):
    (found,) = [one for one in figure.data if one.name == name]
    return found


def test_alignment_shows_the_images_the_difference_and_an_arrow_for_every_row_that_moves():
    x, y = PIXELS[:2]
    found = align(ROWS, x, y, 0.1)
    figure = plots.alignment_figure(ROWS, x, y, found)
    for name, image in {"x": x, "y": y, "g·x": found.moved, "g·x − y": found.moved - y}.items():
        np.testing.assert_array_equal(trace(figure, name).z, image)
    arrows = trace(figure, "shift")
    moved = found.g.nonzero()[0]
    assert len(moved)
    starts, ends = arrows.x[::3], arrows.x[1::3]
    np.testing.assert_array_equal(arrows.y[::3], moved)
    np.testing.assert_array_equal(ends - starts, -found.g[moved])  # gᵢ > 0 moves row i to the left
    direction = "left" if found.g[moved[0]] > 0 else "right"
    assert arrows.text[0] == f"row {moved[0]}: {abs(found.g[moved[0]])} to the {direction}"
    assert f"{float(found.distance):.4g}" in plots.describe(figure)


def test_alignment_of_a_translation_has_one_arrow_the_way_the_content_goes():
    x = np.zeros((SIDE, SIDE))
    x[1, 1] = 1
    figure = plots.alignment_figure(
        Translations(SIDE, SIDE),
        x,
        np.roll(x, (2, 1), (0, 1)),
        align(Translations(SIDE, SIDE), x, np.roll(x, (2, 1), (0, 1)), 0),
    )
    arrow = trace(figure, "shift")
    assert (arrow.x[1] - arrow.x[0], arrow.y[1] - arrow.y[0]) == (1, 2)
    assert arrow.text[0] == "the image: 1 to the right, 2 down"


def test_alignment_counts_levels_as_the_metric_does():
    x, y = (PIXELS[:2] * 255).astype(np.uint8)
    figure = plots.alignment_figure(ROWS, x, y, align(ROWS, x, y, 0.1))
    np.testing.assert_array_equal(trace(figure, "x").z, x / 255)


def test_alignment_of_colours_keeps_the_numbers_and_shows_what_is_left_of_all_channels():
    action, (x, y) = Channels(ROWS, 3), PIXELS[:6].reshape(2, 3, SIDE, SIDE)
    found = align(action, x, y, 0.1)
    figure = plots.alignment_figure(action, x, y, found, columns=2)
    np.testing.assert_array_equal(trace(figure, "g·x").customdata, np.moveaxis(found.moved, 0, -1))
    left = np.linalg.norm(found.moved - y, axis=0)
    np.testing.assert_allclose(trace(figure, "g·x − y").z, left)
    assert len(trace(figure, "shift").x) == 3 * (found.g != 0).sum()


@pytest.mark.parametrize(("action", "shape"), [(RowShifts(1, 9), (1, 9)), (TimeShifts(9, 2), (2, 9))])
def test_alignment_of_series_draws_each_channel_and_what_is_left(action, shape):
    x, y = np.random.default_rng(1).random((2, *shape))
    found = align(action, x, y, 0.1)
    figure = plots.alignment_figure(action, x, y, found)
    for name, values in {"x": x, "y": y, "g·x": found.moved, "g·x − y": found.moved - y}.items():
        drawn = [one.y for one in figure.data if one.name == name]
        np.testing.assert_array_equal(drawn, values)


@pytest.mark.parametrize("dimension", [2, 3])
def test_alignment_of_a_cloud_joins_partners(dimension):
    action = RowShifts(5, dimension)
    x, y = np.random.default_rng(2).random((2, 5, dimension))
    found = align(action, x, y, 0.1)
    figure = plots.alignment_figure(action, x, y, found, points=True)
    joined = trace(figure, "g·x − y")
    np.testing.assert_array_equal(joined.x[::3], found.moved[:, 0])
    np.testing.assert_array_equal(joined.y[1::3], y[:, 1])
    assert np.isnan(joined.x[2::3]).all()


@pytest.mark.parametrize("dimension", [2, 3])
def test_alignment_of_clouds_turns_all_points_at_once(dimension):
    x, y = torch.from_numpy(np.random.default_rng(2).random((2, 5, dimension)))
    action = OrthogonalAction(dimension)
    found = align_clouds(action, x, y, 0.1)
    figure = plots.alignment_figure(action, x, y, found)
    for name, points in {"x": x, "y": y, "g·x": found.moved}.items():
        np.testing.assert_array_equal(trace(figure, name).x, points[:, 0])
        np.testing.assert_array_equal(trace(figure, name).y, points[:, 1])
    np.testing.assert_array_equal(trace(figure, "g·x − y").x[::3], found.moved[:, 0])
    assert f"distance d = {float(found.distance):.4g}" in plots.describe(figure)


def test_path_has_the_terms_of_every_piece_and_its_breakpoints():
    path = lazy_path(ROWS, PIXELS[0], PIXELS[1])
    figure = plots.path_figure(path, lam=0.2)
    changes = trace(figure, "g changes")
    np.testing.assert_array_equal(changes.x, path.breakpoints)
    np.testing.assert_array_equal(changes.customdata[:, 0], path.squared_residuals[:-1])
    np.testing.assert_array_equal(changes.customdata[:, 3], path.squared_efforts[1:])
    whole = trace(figure, "d² = left over + price")
    np.testing.assert_allclose(whole.y, [path.distance(float(lam)) ** 2 for lam in whole.x], rtol=1e-12)
    left, price = trace(figure, "left over ‖g·x − y‖²"), trace(figure, "price λ²ν(g)²")
    np.testing.assert_allclose(left.y + price.y, whole.y)
    at = (left.x == path.breakpoints[0]).nonzero()[0]
    np.testing.assert_array_equal(left.y[[at[0], at[-1]]], path.squared_residuals[:2])


def test_path_without_a_change_is_drawn():
    figure = plots.path_figure(lazy_path(ROWS, PIXELS[0], PIXELS[0]))
    assert plots.describe(figure).endswith("g changes 0 times.")


def test_neighbors_show_who_is_where():
    index = NeighborIndex(ROWS, torch.from_numpy(PIXELS[1:]))
    path = neighbors_path(index, torch.from_numpy(PIXELS[0]), 3)
    labels = np.arange(11) % 4
    near = path.indices[path.near].T
    (cells,) = plots.neighbors_figure(path, labels).data
    np.testing.assert_array_equal(cells.z, labels[near])
    np.testing.assert_array_equal(cells.customdata[:, :, 1].astype(int), near)
    np.testing.assert_array_equal(cells.x[:-1], path.starts)
    (same,) = plots.neighbors_figure((path.starts, near.T), labels).data
    np.testing.assert_array_equal(same.z, cells.z)
    (plain,) = plots.neighbors_figure(path).data
    assert len({(code, point) for code, point in zip(plain.z.ravel(), near.ravel(), strict=True)}) == len(
        np.unique(near)
    )


def test_accuracy_shows_values_and_intervals():
    shares = Interval(np.array([0.5, 0.8, 0.7]), np.array([0.4, 0.7, 0.6]), np.array([0.6, 0.85, 0.75]))
    figure = plots.accuracy_figure(LAMS, {"ours": shares, "theirs": [0.1, 0.2, 0.3]})
    ours = trace(figure, "ours")
    np.testing.assert_array_equal(ours.y, shares.value)
    np.testing.assert_allclose(ours.y + ours.error_y.array, shares.high)
    np.testing.assert_allclose(ours.y - ours.error_y.arrayminus, shares.low)
    assert [row[0] for row in ours.customdata] == ["0", "0.5", "∞"]
    np.testing.assert_array_equal(trace(figure, "theirs").y, [0.1, 0.2, 0.3])
    assert "ours is highest at λ = 0.5, 80.00%" in plots.describe(figure)


def test_accuracy_of_every_lambda_is_drawn_in_steps_with_the_one_that_was_chosen():
    model = LazyKNeighborsClassifierCV(ROWS, 1).fit(PIXELS, np.arange(12) % 3)
    figure = plots.accuracy_figure(model.lams_, model.scores_, steps=True, chosen=model.lam_)
    (curve,) = figure.data
    assert curve.line.shape == "hv"
    np.testing.assert_array_equal(curve.x[:-1], model.lams_)
    np.testing.assert_array_equal(curve.y, [*model.scores_, model.scores_[-1]])
    assert len(figure.layout.shapes) == 1


def test_weights_and_their_trajectory():
    right = torch.tensor([[1.0, 0.0]] * 3 + [[0.0, 1.0]])
    fit = fit_weights(torch.stack([right, 1 - right], -1), torch.zeros(4, dtype=torch.int64), method="em")
    bars, steps = plots.weights_figure(fit, [-5.0, 5.0], unit="°").data
    np.testing.assert_array_equal(bars.y, fit.weights)
    np.testing.assert_array_equal(steps.z, fit.trajectory.weights)
    np.testing.assert_array_equal(steps.customdata[:, 0, 1], fit.trajectory.gap)
    assert "°" in bars.hovertemplate
    (alone,) = plots.weights_figure(fit.weights).data
    np.testing.assert_array_equal(alone.x, [0, 1])


def test_weights_of_elements_out_of_order_are_drawn_in_order():
    right = torch.tensor([[1.0, 0.0, 0.0]] * 3 + [[0.0, 1.0, 1.0]])
    fit = fit_weights(torch.stack([right, 1 - right], -1), torch.zeros(4, dtype=torch.int64), method="em")
    bars, steps = plots.weights_figure(fit, torch.tensor([5.0, -5.0, 0.0])).data
    for drawn in (bars, steps):
        np.testing.assert_array_equal(drawn.x, [-5, 0, 5])
    np.testing.assert_array_equal(bars.y, fit.weights[[1, 2, 0]])
    np.testing.assert_array_equal(steps.z, fit.trajectory.weights[:, [1, 2, 0]])
    figure = plots.weights_figure(fit, ["5", "-5", "0"])
    assert {figure.layout.xaxis.type, figure.layout.xaxis2.type} == {"category"}
    np.testing.assert_array_equal(figure.data[1].z, fit.trajectory.weights)


def test_transport_shows_plan_marginals_and_costs():
    elements = torch.arange(3)[:, None].expand(3, SIDE)
    weights, g = torch.tensor([0.5, 0.3, 0.2]), torch.ones(SIDE, dtype=torch.int64)
    bound = transport_bound(ROWS, elements, weights, torch.from_numpy(PIXELS[0]), g, 2.0)
    above, beside, plan = plots.transport_figure(bound, [0, 1, 2], [1, 2, 3], unit=" px").data
    np.testing.assert_array_equal(plan.z, bound.transport.plan)
    np.testing.assert_array_equal(plan.customdata, bound.cost)
    np.testing.assert_allclose(above.y, weights)
    np.testing.assert_allclose(beside.x, weights)
    assert list(plan.x) == ["1 px", "2 px", "3 px"]
    simple = wasserstein_distance(weights, weights, torch.ones(3, 3))
    assert plots.transport_figure(simple).data[2].customdata is None


def test_invariance_has_a_line_for_each_example():
    gaps = np.random.default_rng(3).random((4, 5))
    figure = plots.invariance_figure(np.arange(5) * 10, {"f": gaps, "S f": gaps.mean(0)}, unit="°")
    np.testing.assert_array_equal([line.y for line in figure.data], [*gaps, gaps.mean(0)])
    assert [line.showlegend for line in figure.data] == [True, False, False, False, True]


def test_indicatrix_lies_on_its_balls():
    points = torch.tensor([[1.0, 0.5], [0.0, 0.0]], dtype=torch.float64)
    matrices = metric_matrix(OrthogonalAction(2), points, 0.5)
    rims, centres = plots.indicatrix_figure(points, matrices, radius=0.2).data
    for centre, matrix, rim in zip(points, matrices, np.split(np.stack([rims.x, rims.y], 1), 2), strict=True):
        away = rim[:-1] - centre.numpy()
        np.testing.assert_allclose(((away @ matrix.numpy()) * away).sum(1), 0.04)
    np.testing.assert_array_equal(centres.x, points[:, 0])
    np.testing.assert_array_equal(centres.customdata[:, 2], matrices[:, 0, 0])


def test_surface_carries_its_curves():
    action, radii = OrthogonalAction(2), torch.linspace(0, 2, 41, dtype=torch.float64)
    profile = embedding_profile(action, radii, 0.5)
    x, y = torch.tensor([1.0, 0.0]).double(), torch.tensor([0.0, 1.5]).double()
    line = geodesic(action, x, y, 0.5).at(torch.linspace(0, 1, 7, dtype=torch.float64))
    surface, curve = plots.surface_figure(radii, profile, {"line": line}).data
    np.testing.assert_allclose(np.hypot(surface.x, surface.y)[:, 3], profile.radius)
    np.testing.assert_array_equal(surface.z[:, 0], profile.height)
    exact = embedding_profile(action, line.norm(dim=-1), 0.5)
    np.testing.assert_allclose(np.hypot(curve.x, curve.y), exact.radius, atol=2e-3)
    np.testing.assert_allclose(curve.z, exact.height, atol=2e-3)
    np.testing.assert_array_equal(curve.customdata, line)


def test_means_are_shown_at_every_lambda():
    path = lazy_mean_path(ROWS, PIXELS[:4], LAMS)
    figure = plots.means_figure(path.lams, path.means)
    np.testing.assert_array_equal([image.z for image in figure.data], path.means)
    assert [text.text for text in figure.layout.annotations] == ["λ = 0", "λ = 0.5", "λ = ∞"]
    several = PIXELS[:6].reshape(3, 2, SIDE, SIDE)
    figure = plots.means_figure(LAMS, several, names=["a", "b"])
    np.testing.assert_array_equal(
        [image.z for image in figure.data], several.swapaxes(0, 1).reshape(6, SIDE, SIDE)
    )
    series = PIXELS[0, :3]
    figure = plots.means_figure(LAMS, series)
    np.testing.assert_array_equal([line.y for line in figure.data], series)


def test_embedding_tells_classes_by_symbol_too():
    positions = np.random.default_rng(4).random((6, 2))
    figure = plots.embedding_figure(positions, [1, 0, 1, 0, 2, 2], hover="uvwxyz")
    assert [kind.name for kind in figure.data] == ["0", "1", "2"]
    assert len({kind.marker.symbol for kind in figure.data}) == 3
    np.testing.assert_array_equal(figure.data[0].x, positions[[1, 3], 0])
    assert list(figure.data[0].text) == ["v", "x"]


def test_learning_curves_and_the_multiplier():
    risks = np.random.default_rng(5).random((2, 3, 4))
    curves = LearningCurves(("plain", "square"), (16, 32, 64), risks)
    found = SampleMultiplier(
        (16, 32, 64),
        np.array([2.0, 3, np.nan]),
        np.array([1.0, 2, np.nan]),
        np.array([3.0, 4, np.nan]),
        2.4,
        2,
        3,
    )
    figure = plots.learning_figure(curves, found)
    np.testing.assert_array_equal(figure.data[0].y, risks[0].ravel())
    np.testing.assert_array_equal(figure.data[3].y, np.median(risks[1], 1))
    factor = trace(figure, "sample multiplier")
    np.testing.assert_array_equal(factor.y + factor.error_y.array, found.high)
    assert len(plots.learning_figure(curves).data) == 4


def test_curves_have_their_values_bands_and_own_places():
    band = Interval(np.array([0.5, 0.8]), np.array([0.4, 0.7]), np.array([0.6, 0.9]))
    places = {"ours": [1, 10], "theirs": [2, 4, 8]}
    figure = plots.curves_figure(
        places,
        {"ours": band, "theirs": [0.1, 0.3, 0.2]},
        across="samples",
        value="right",
        at=4,
        shares=True,
        logarithmic=True,
    )
    low, high, ours, theirs = figure.data
    for drawn, side in zip((ours, low, high), band, strict=True):
        np.testing.assert_array_equal(drawn.x, places["ours"])
        np.testing.assert_array_equal(drawn.y, side)
    np.testing.assert_array_equal(theirs.x, places["theirs"])
    assert figure.layout.xaxis.type == "log"
    assert ours.line.color != theirs.line.color
    assert ours.line.dash != theirs.line.dash
    words = "Curves of right over samples: ours from 50.00% to 80.00%; theirs from 10.00% to 30.00%."
    assert plots.describe(figure) == f"{words} 4 is marked."


def test_coupling_draws_a_line_where_mass_goes_and_the_stronger_the_more():
    x, y = np.random.default_rng(6).random((2, 3, 2))
    plan = np.array([[1.0, 0, 0.004], [0, 0.3, 0], [0, 0, 0.03]])
    figure = plots.coupling_figure(x, y, plan, classes=("aab", "aac"))
    lines = [one for one in figure.data if one.name == "mass"]
    ends = [(0.03, 2), (0.3, 1), (1.0, 0)]
    for line, (_, place) in zip(lines, ends, strict=True):
        np.testing.assert_array_equal(np.stack([line.x, line.y], 1)[:2], [x[place], y[place]])
        assert np.isnan(line.x[2])
    widths = [line.line.width for line in lines]
    assert widths == sorted(set(widths))
    np.testing.assert_array_equal(trace(figure, "x, a").x, x[:2, 0])
    np.testing.assert_array_equal(trace(figure, "y, c").y, y[2:, 1])
    assert trace(figure, "x, a").marker.symbol == "circle"
    assert trace(figure, "y, a").marker.symbol == "circle-open"
    plain = plots.coupling_figure(x, y, wasserstein_distance([0.5, 0.5, 0], [0, 0.5, 0.5], np.ones((3, 3))))
    assert trace(plain, "x").marker.symbol != trace(plain, "y").marker.symbol


def test_figures_survive_json():
    figure = plots.path_figure(lazy_path(ROWS, PIXELS[0], PIXELS[1]), theme="dark")
    again = pio.from_json(figure.to_json())
    assert again.layout.meta == figure.layout.meta
    assert again.layout.template.layout.paper_bgcolor == "#10151B"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_survey_shows_the_share_that_moves_in_the_colours_of_its_theme(theme):
    survey = Survey(np.array([3, 0, 1]), np.array([0.5, 0.0, 1.0]), np.ones(3))
    figure = plots.survey_figure(survey, title="Where", theme=theme)
    (line,) = figure.data
    for drawn, held in zip((line.x, line.y), survey.moving, strict=True):
        np.testing.assert_array_equal(drawn, held)
    colours = look_of(theme).colours
    assert line.line.color == colours.result
    assert {shape.line.color for shape in figure.layout.shapes} == {colours.muted}
    assert figure.layout.title.text == "Where"
    assert plots.describe(figure) == "Where λ acts, in 3 pairs: beyond λ = 1 nothing moves."


def test_map_of_verdicts_names_each_where_it_is_widest_and_marks_a_lambda():
    verdicts = np.array([[0, 0, 1, 0], [1, 1, 1, 0], [0, 1, 1, 0]])
    figure = plots.verdicts_figure(
        [0, 90, 180, 270], LAMS, verdicts, ["p", "q"], across="turn", unit="°", at=90, lam=np.inf
    )
    np.testing.assert_array_equal(figure.data[0].z, verdicts)
    assert list(figure.data[0].text[2]) == ["p", "q", "q", "p"]
    assert {(one.text, one.x, one.y) for one in figure.layout.annotations} == {("p", 0, 0), ("q", 90, 1)}
    assert [(one.x0, one.y0) for one in figure.layout.shapes] == [(90, 0), (0, 2)]
    assert plots.describe(figure).endswith("p at 50.0%, q at 50.0% of its points.")


def test_flips_are_steps_from_zero_to_infinity_and_what_never_flips_is_a_gap():
    flips = Flips(np.array([4, 7]), np.array([0, 2, 3]), np.array([0, 0.1, 0]), np.array([30, np.nan, 90]))
    figure = plots.flips_figure(flips, flip_spread(flips), becomes="a 9", lam=np.inf)
    first, second, *_ = figure.data
    np.testing.assert_allclose(first.x, [0.05, 0.1, 0.2])
    np.testing.assert_array_equal(first.y, [30, np.nan, np.nan])
    np.testing.assert_allclose(second.x, [0.05, 0.2])
    np.testing.assert_array_equal(trace(figure, "half of those that do").y, [60, 90, 90])
    np.testing.assert_array_equal(trace(figure, "how many do").y, [2, 1, 1])
    assert figure.layout.xaxis.ticktext[0] == "0"
    assert figure.layout.xaxis.ticktext[-1] == "∞"
    assert {round(one.x0, 9) for one in figure.layout.shapes} == {0.2}
    assert plots.describe(figure) == ("Of 2 digits, 2 become a 9 at λ = 0, at most 2, and 1 at λ = ∞.")


def test_phases_lie_at_their_turn_beside_multiples_of_it():
    phases = np.array([[0, 5.0], [88, 170], [90, 178]])
    figure = plots.phases_figure([0, 90, 180], {"p": phases, "q": phases[:, :1]}, at=90)
    drawn = [one for one in figure.data if one.mode == "markers"]
    np.testing.assert_array_equal(drawn[0].x, [0, 0, 90, 90, 180, 180])
    np.testing.assert_array_equal(drawn[0].y, phases.ravel())
    np.testing.assert_array_equal(drawn[1].y, phases[:, 0])
    twice = next(one for one in figure.data if one.name == "2 times the turn")
    assert [twice.y[turn] for turn in (0, 45, 90, 135, 180, 360)] == [0, 90, 180, 90, 0, 0]
    assert plots.describe(figure).endswith("p from 0° to 178°; q from 0° to 90°.")
