"""Every text of a figure is said by whom the caller chooses, and is English else."""

import re
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from test_figures import LAMS, PIXELS, ROWS, SIDE

from lazyq import Channels, RowShifts, TimeShifts, Translations, align, lazy_path, plots
from lazyq.averaging import Interval, fit_weights
from lazyq.experiments.about import Survey
from lazyq.experiments.six_or_nine import Flips, flip_spread
from lazyq.riemannian import OrthogonalAction, align_clouds, embedding_profile, metric_matrix
from lazyq.spectral import LearningCurves, SampleMultiplier
from lazyq.transport import transport_bound
from lazyq.wording import ENGLISH, Voice, said_by, say, say_count, say_number

X, Y = PIXELS[:2]
SERIES = np.random.default_rng(1).random((2, 2, 9))
COLOURS = PIXELS[:6].reshape(2, 3, SIDE, SIDE)
CLOUDS = torch.from_numpy(np.random.default_rng(2).random((2, 5, 3)))
SPIN = OrthogonalAction(2)
RIGHT = torch.tensor([[1.0, 0.0]] * 3 + [[0.0, 1.0]])
SURE = Interval(np.array([0.5, 0.8, 0.7]), np.array([0.4, 0.7, 0.6]), np.array([0.6, 0.85, 0.75]))
CURVES = LearningCurves(("p", "q"), (16, 32, 64), np.random.default_rng(5).random((2, 3, 4)))
FACTOR = SampleMultiplier((16, 32, 64), np.full(3, 2.0), np.full(3, 1.5), np.full(3, 3.0), 2.4, 2, 3)


FLIPS = Flips(np.arange(2), np.array([0, 2, 3]), np.array([0, 0.1, 0]), np.array([30.5, np.nan, 90]))


def aligned(action: Any, pair: Any, **options: Any) -> Any:
    return plots.alignment_figure(action, *pair, align(action, *pair, 0.1), **options)


def shifted(columns: int, rows: int) -> Any:
    image = np.pad(np.ones((1, 1)), (2, SIDE - 3))
    return aligned(Translations(SIDE, SIDE), (image, np.roll(image, (rows, columns), (0, 1))))


def weighed() -> Any:
    fit = fit_weights(torch.stack([RIGHT, 1 - RIGHT], -1), torch.zeros(4, dtype=torch.int64), method="em")
    return plots.weights_figure(fit, [-5.5, 5.5], unit="°")


def moved_mass() -> Any:
    elements, g = torch.arange(3)[:, None].expand(3, SIDE), torch.ones(SIDE, dtype=torch.int64)
    return transport_bound(ROWS, elements, torch.tensor([0.5, 0.3, 0.2]), torch.from_numpy(X), g, 2.0)


def balls() -> Any:
    points = torch.tensor([[1.0, 0.5], [0.0, 0.0]], dtype=torch.float64)
    return plots.indicatrix_figure(points, metric_matrix(SPIN, points, 0.5), radius=0.25)


def surface(curves: Any = None) -> Any:
    radii = torch.linspace(0, 2.5, 41, dtype=torch.float64)
    return plots.surface_figure(radii, embedding_profile(SPIN, radii, 0.5), curves)


FIGURES = {
    "alignment_figure, images": lambda: aligned(ROWS, (X, Y)),
    "alignment_figure, image to the right and down": lambda: shifted(1, 2),
    "alignment_figure, image to the left and up": lambda: shifted(-1, -2),
    "alignment_figure, colours": lambda: aligned(Channels(ROWS, 3), COLOURS),
    "alignment_figure, one series": lambda: aligned(RowShifts(1, 9), SERIES[:, :1]),
    "alignment_figure, channels": lambda: aligned(TimeShifts(9, 2), SERIES),
    "alignment_figure, points": lambda: aligned(RowShifts(5, 2), CLOUDS.numpy()[:, :, :2], points=True),
    "alignment_figure, clouds": lambda: plots.alignment_figure(
        OrthogonalAction(3), *CLOUDS, align_clouds(OrthogonalAction(3), *CLOUDS, 0.1)
    ),
    "path_figure": lambda: plots.path_figure(lazy_path(ROWS, X, Y), lam=0.25),
    "path_figure, no change": lambda: plots.path_figure(lazy_path(ROWS, X, X)),
    "neighbors_figure": lambda: plots.neighbors_figure(([0, 0.25, 1.5], [[0, 1], [1, 0], [1, 2]])),
    "neighbors_figure, classes": lambda: plots.neighbors_figure(([0, 0.25], [[0, 1], [1, 0]]), [3, 5]),
    "accuracy_figure": lambda: plots.accuracy_figure(LAMS, {"p": SURE, "q": [0.1, 0.2, 0.3]}, chosen=0.5),
    "accuracy_figure, steps": lambda: plots.accuracy_figure(
        [0, 0.5, 1.5], [0.5, 0.75, 0.5], steps=True, chosen=0.5
    ),
    "accuracy_figure, bands": lambda: plots.accuracy_figure(LAMS, {"p": SURE}, steps=True),
    "weights_figure": weighed,
    "weights_figure, no trajectory": lambda: plots.weights_figure([0.25, 0.75]),
    "transport_figure": lambda: plots.transport_figure(moved_mass()),
    "transport_figure, no bound": lambda: plots.transport_figure(moved_mass().transport),
    "transport_figure, plan": lambda: plots.transport_figure([[0.25, 0.75]]),
    "coupling_figure": lambda: plots.coupling_figure(SERIES[0, :, :2], SERIES[1, :, :2], np.eye(2)),
    "coupling_figure, classes": lambda: plots.coupling_figure(
        SERIES[0, :, :2], SERIES[1, :, :2], np.eye(2), classes=([0, 1], [1, 2])
    ),
    "curves_figure": lambda: plots.curves_figure([0, 1.5], {"p": [0.25, 0.5]}, across="a", value="d"),
    "curves_figure, shares": lambda: plots.curves_figure(
        [*LAMS[:2], 2.5], {"p": SURE, "q": [0.1, 0.2, 0.3]}, across="a", value="d", at=0.5, shares=True
    ),
    "invariance_figure": lambda: plots.invariance_figure(
        [0, 10], {"p": np.eye(2) / 3, "q": [0.5, 1]}, unit="°"
    ),
    "indicatrix_figure": balls,
    "surface_figure": surface,
    "surface_figure, curves": lambda: surface({"p": [[0.5, 0.0], [1.0, 1.0]]}),
    "means_figure": lambda: plots.means_figure(LAMS, PIXELS[:3]),
    "means_figure, named": lambda: plots.means_figure(
        LAMS, PIXELS[:6].reshape(3, 2, SIDE, SIDE), names=["p", "q"]
    ),
    "means_figure, series": lambda: plots.means_figure(LAMS, X[:3]),
    "means_figure, named series": lambda: plots.means_figure(LAMS, PIXELS[0, :, None][:3], names=["p"]),
    "embedding_figure": lambda: plots.embedding_figure(SERIES[0].T),
    "embedding_figure, classes": lambda: plots.embedding_figure(SERIES[0].T, range(9), unit="d"),
    "learning_figure": lambda: plots.learning_figure(CURVES),
    "learning_figure, multiplier": lambda: plots.learning_figure(CURVES, FACTOR),
    "verdicts_figure": lambda: plots.verdicts_figure(
        [0, 90.5], LAMS, [[0, 1], [1, 1], [0, 0]], ["p", "q"], across="a", at=90.5, lam=0.5
    ),
    "flips_figure": lambda: plots.flips_figure(FLIPS, flip_spread(FLIPS), becomes="q", lam=0.25),
    "phases_figure": lambda: plots.phases_figure([0, 90.5], {"p": [[0, 1.5], [2, 3]]}, at=90.5),
    "survey_figure": lambda: plots.survey_figure(Survey(np.arange(3), np.array([0.5, 1.5, 1.0]), np.ones(3))),
}

MARKING = Voice(
    text=lambda text: f"⟦{text}⟧",
    counted=lambda *forms, **values: f"⟦{ENGLISH.counted(*forms, **values)}⟧",
    number="⟨{}⟩".format,
    whole="⟨{:,}⟩".format,
)
READ = {"text", "name", "hovertemplate", "texttemplate", "ticktext", "customdata", "description", "label"}
FORMULAS = re.compile(r"%\{[^}]*\}|<[^>]*>|f\(gx\)")


def read_texts(part: object, key: str = "") -> Iterator[str]:
    """Yield every text of a figure, as a dict, that a reader sees."""
    if isinstance(part, dict):
        for name, inner in part.items():
            if name != "template":
                yield from read_texts(inner, name)
    elif isinstance(part, (list, tuple, np.ndarray)):
        for inner in part:
            yield from read_texts(inner, key)
    elif isinstance(part, str) and key in READ:
        yield part


def unmarked(text: str) -> str:
    """Return what of a text is in no marks."""
    while (rest := re.sub("⟦[^⟦⟧]*⟧|⟨[^⟨⟩]*⟩", "", text)) != text:
        text = rest
    return FORMULAS.sub("", text)


def in_english(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, "⟦⟧⟨⟩")))


@pytest.mark.parametrize("case", FIGURES)
def test_every_word_and_number_of_a_figure_is_said_by_the_voice(case):
    with said_by(MARKING):
        marked = FIGURES[case]()
    texts = list(read_texts(marked.to_plotly_json()))
    assert any("⟦" in text for text in texts)
    assert [text for text in texts if re.search(r"[A-Za-zÀ-ÿ]{2}", unmarked(text))] == []
    bare = [FORMULAS.sub("", re.sub("⟨[^⟨⟩]*⟩", "", text)) for text in texts]
    assert [text for text in bare if re.search(r"\d\.\d", text)] == []
    assert [in_english(text) for text in texts] == list(read_texts(FIGURES[case]().to_plotly_json()))


def test_every_figure_is_among_the_cases():
    drawn = {case.split(",")[0] for case in FIGURES}
    assert drawn == {name for name in plots.__all__ if name.endswith("_figure") and name != "write_figure"}


def test_threads_do_not_hear_each_others_voice():
    together, heard = threading.Barrier(3, timeout=60), {}

    def speak(name: str) -> None:
        with said_by(MARKING._replace(text=lambda text: f"{name}: {text}")):
            together.wait()
            heard[name] = say("step")
            together.wait()

    threads = [threading.Thread(target=speak, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    together.wait()
    heard["here"] = say("step")
    together.wait()
    for thread in threads:
        thread.join()
    assert heard == {"a": "a: step", "b": "b: step", "here": "step"}


def test_the_voice_before_is_back_after_an_error():
    with pytest.raises(ZeroDivisionError), said_by(MARKING):
        say_count("{count} step", "{count} steps", 1 // 0)
    assert say_count("{count} step", "{count} steps", 1200) == "1,200 steps"
    assert say_count("{count} step", "{count} steps", 1) == "1 step"
    assert say_number("0.5") == "0.5"
