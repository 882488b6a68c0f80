"""What can't be drawn is said: what was wrong, and what is taken."""

import re
import subprocess
import sys
from types import ModuleType

import numpy as np
import pytest
import torch

from lazyq import RowShifts, align, extras, lazy_path, plots
from lazyq.experiments.six_or_nine import Flips, flip_spread
from lazyq.riemannian import EmbeddingProfile, OrthogonalAction, align_clouds

ROWS = RowShifts(2, 4)
X, Y = np.random.default_rng(0).random((2, 2, 4))
FOUND = align(ROWS, X, Y, 0.1)
CLOUDS = align_clouds(OrthogonalAction(2), X.T, Y.T, 0.1)
PATH = lazy_path(ROWS, X, Y)
FLAT = EmbeddingProfile(torch.tensor([0.0, 1]), torch.zeros(2))


def curves(given, x=(0, 1), **options):
    named = given if isinstance(given, dict) else {"c": given}
    return plots.curves_figure(x, named, across="turn", value="share", **options)


def mapped(verdicts=((0, 1),), x=(0, 1), names=("p", "q"), **options):
    return plots.verdicts_figure(x, [1], verdicts, names, across="turn", **options)


FLIPS = Flips(np.arange(1), np.array([0, 1]), np.zeros(1), np.array([30.0]))


REFUSED = {
    "alignment must be what lazyq.align returns, got int": lambda: plots.alignment_figure(ROWS, X, Y, 3),
    "x must have shape (2, 4), got (4, 2)": lambda: plots.alignment_figure(ROWS, X.T, Y, FOUND),
    "x must be numbers in a tensor": lambda: plots.alignment_figure(ROWS, [["a"]], Y, FOUND),
    "alignment must be of one pair, got a batch": lambda: plots.alignment_figure(
        ROWS, X, Y, align(ROWS, X[None], Y[None], 0.1)
    ),
    "alignment must be what lazyq.riemannian.align_clouds returns": lambda: plots.alignment_figure(
        OrthogonalAction(2), X.T, Y.T, FOUND
    ),
    "alignment must be what lazyq.align returns, got CloudAlignment": lambda: plots.alignment_figure(
        ROWS, X, Y, CLOUDS
    ),
    "y must have shape (4, 2), got (3, 2)": lambda: plots.alignment_figure(
        OrthogonalAction(2), X.T, Y.T[:3], CLOUDS
    ),
    "x must be points of shape (n, 2) or (n, 3)": lambda: plots.alignment_figure(
        ROWS, X, Y, FOUND, points=True
    ),
    "columns must be 1, 2 or 4, got 3": lambda: plots.alignment_figure(ROWS, X, Y, FOUND, columns=3),
    "path must be what lazyq.lazy_path returns": lambda: plots.path_figure(FOUND),
    "path must be of one pair, got a batch of shape (1,)": lambda: plots.path_figure(
        lazy_path(ROWS, X[None], Y)
    ),
    "lam must be at least 0 or None, got -1": lambda: plots.path_figure(PATH, lam=-1),
    "path must be what lazyq.neighbors.neighbors_path returns": lambda: plots.neighbors_figure(3),
    "labels must have shape (m,) with m > 1, got (1,)": lambda: plots.neighbors_figure(
        ([0.0], [[0, 1]]), [5]
    ),
    "labels must be of at most 10 classes, got 11": lambda: plots.neighbors_figure(([0.0], [[0]]), range(11)),
    "lams must be at least one λ ≥ 0, increasing": lambda: plots.accuracy_figure([1, 0], [0.5, 0.5]),
    "share that is right must have shape (2,), got (3,)": lambda: plots.accuracy_figure([0, 1], [0.5] * 3),
    "curves must be 1 to 10, got 0": lambda: plots.accuracy_figure([0, 1], {}),
    "chosen must be one of lams, got 0.5": lambda: plots.accuracy_figure([0, 1], [0.5, 0.5], chosen=0.5),
    "names must be 2 to 10, got 1": lambda: mapped(names=["p"]),
    "verdicts must be places in names, 0 to 1": lambda: mapped([[0, 2]]),
    "verdicts must have shape (1, 2), got (1, 3)": lambda: mapped([[0, 1, 1]]),
    "lam must be one of lams or None, got 2": lambda: mapped(lam=2),
    "at must be a finite number or None, got nan": lambda: mapped(at=np.nan),
    "x must be at least one finite number, increasing, got [1.0, 0.0]": lambda: mapped(x=(1, 0)),
    "flips must be what lazyq.experiments.six_or_nine.flips returns, got int": lambda: plots.flips_figure(
        3, flip_spread(FLIPS), becomes="q"
    ),
    "spread must be what lazyq.experiments.six_or_nine.flip_spread": lambda: plots.flips_figure(
        FLIPS, 3, becomes="q"
    ),
    "lam must be at least 0 or None, got -2": lambda: plots.flips_figure(
        FLIPS, flip_spread(FLIPS), becomes="q", lam=-2
    ),
    "degrees must be increasing, 0 to 360": lambda: plots.phases_figure([0, 361], {"p": [[0], [1]]}),
    "phases must be of 1 to 4 representations, got 0": lambda: plots.phases_figure([0, 1], {}),
    "p must be (K, p) degrees, 0 to 180, got shape (2, 1)": lambda: plots.phases_figure(
        [0, 1], {"p": [[0], [181]]}
    ),
    "at must be 0 to 360 or None, got 400": lambda: plots.phases_figure([0], {"p": [[0]]}, at=400),
    "survey must be what lazyq.experiments.about.survey returns, got int": lambda: plots.survey_figure(3),
    "weights must have 1 dimensions": lambda: plots.weights_figure([[0.5, 0.5]]),
    "elements must have 2 entries": lambda: plots.weights_figure([0.5, 0.5], [1, 2, 3]),
    "elements must be different from one another": lambda: plots.weights_figure([0.5, 0.5], [1, 1]),
    "elements must be finite numbers or texts": lambda: plots.weights_figure([0.5, 0.5], [0, np.inf]),
    "plan must hold masses of at least 0": lambda: plots.transport_figure([[0.5, -0.5]]),
    "rows must have 1 entries, got 2": lambda: plots.transport_figure([[0.5, 0.5]], rows=["a", "b"]),
    "gaps must be of at most 200 examples, got 201": lambda: plots.invariance_figure(
        [0, 1], np.ones((201, 2))
    ),
    "points must have shape (n, 2)": lambda: plots.indicatrix_figure([[0.0]], [[[1.0]]]),
    "matrices must be positive definite": lambda: plots.indicatrix_figure([[0.0, 0]], [[[1.0, 0], [0, 0]]]),
    "radius must be above 0 and finite, got 0": lambda: plots.indicatrix_figure(
        [[0.0, 0]], [np.eye(2)], radius=0
    ),
    "radii must be at least two, increasing": lambda: plots.surface_figure([1, 0], FLAT),
    "profile must be what lazyq.riemannian.embedding_profile returns": lambda: plots.surface_figure(
        [0, 1], 3
    ),
    "curve c must lie between the radii 0 and 1": lambda: plots.surface_figure(
        [0, 1], FLAT, {"c": [[2.0, 0]]}
    ),
    "means must have one entry for each of the 2 λ, got 3": lambda: plots.means_figure(
        [0, 1], np.ones((3, 2, 2))
    ),
    "columns must be at least 1, got 0": lambda: plots.means_figure([0], np.ones((1, 2, 2)), columns=0),
    "means must be at most 70 images": lambda: plots.means_figure(range(71), np.ones((71, 2, 2))),
    "positions must have shape (n, 2)": lambda: plots.embedding_figure([[0.0, 0, 0]]),
    "must be of at most 10 classes, got 11": lambda: plots.embedding_figure(np.ones((11, 2)), range(11)),
    "curves must be 1 to 10, got 11": lambda: curves({str(k): [0, 1] for k in range(11)}),
    "x must be at least one finite number, increasing": lambda: curves([0.5, 0.5], x=[1, 1]),
    "x must have the names of the curves, got none for c": lambda: curves([0.5, 0.5], x={"b": [0, 1]}),
    "x must be above 0 on a logarithmic axis, got 0": lambda: curves([0.5, 0.5], logarithmic=True),
    "c must have shape (2,), got (3,)": lambda: curves([0.5] * 3),
    "c must be finite numbers": lambda: curves([0.5, np.nan]),
    "at must be a finite number or None, got inf": lambda: curves([0.5, 0.5], at=np.inf),
    "y must have shape (1, 2), got (2, 2)": lambda: plots.coupling_figure([[0, 1]], np.eye(2), [[1.0]]),
    "x must be finite numbers": lambda: plots.coupling_figure([[0, np.nan]], [[0, 1]], [[1.0]]),
    "plan must move some mass, got none": lambda: plots.coupling_figure([[0, 1]], [[0, 1]], [[0.0]]),
    "classes of y must have 1 entries, got 2": lambda: plots.coupling_figure(
        [[0, 1]], [[0, 1]], [[1.0]], classes=("a", "bc")
    ),
    "classes must be at most 10, got 11": lambda: plots.coupling_figure(
        np.ones((11, 2)), [[0, 1]], np.ones((11, 1)), classes=(range(11), [0])
    ),
    "curves must be what lazyq.spectral.learning_curves returns": lambda: plots.learning_figure(3),
}


@pytest.mark.parametrize("words", REFUSED)
def test_refused_with_its_reason(words):
    with pytest.raises(ValueError, match=re.escape(words)):
        REFUSED[words]()


def test_a_figure_of_others_has_no_description():
    import plotly.graph_objects as go

    with pytest.raises(ValueError, match=re.escape("figure must be one of lazyq.plots")):
        plots.describe(go.Figure())


def test_plotly_is_missing_and_the_extra_is_named():
    code = (
        "import sys; sys.modules['plotly'] = None; import lazyq.plots as p; print(p.__all__[0]); p.describe"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "accuracy_figure"
    assert 'plotly is not installed: pip install "lazyq[plots]"' in run.stderr


def test_plotly_comes_late():
    code = "import sys, lazyq.plots; sys.exit('plotly' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_such_figure():
    with pytest.raises(AttributeError, match="no attribute 'pie_figure'"):
        plots.pie_figure  # noqa: B018


def test_files(tmp_path, monkeypatch):
    figure = plots.path_figure(PATH)
    page = plots.write_figure(figure, tmp_path / "path.html").read_text("utf-8")
    assert "g changes" in page
    assert '"showSendToCloud": false' in page
    assert "cdn" not in re.findall(r'<script[^>]*src="([^"]*)"', page)
    assert "g changes" in plots.write_figure(figure, tmp_path / "path.json").read_text("utf-8")
    with pytest.raises(ValueError, match=re.escape("path must end in .html, .json or one of .jpeg, .jpg,")):
        plots.write_figure(figure, tmp_path / "path.gif")
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "kaleido" else True)
    with pytest.raises(ImportError, match=re.escape('kaleido is not installed: pip install "lazyq[images]"')):
        plots.write_figure(figure, tmp_path / "path.svg")


class _NoBrowserError(Exception):
    pass


@pytest.fixture
def drawing(monkeypatch):
    """Stand in for Kaleido, and keep what it is asked for."""
    kaleido, errors, asked = ModuleType("kaleido"), ModuleType("kaleido.errors"), []
    errors.ChromeNotFoundError = errors.BrowserFailedError = _NoBrowserError

    def draw(figure, opts, kopts):
        asked.append((opts, kopts))
        if opts["width"] == 1:
            raise _NoBrowserError
        return b"drawn"

    kaleido.calc_fig_sync = draw
    monkeypatch.setitem(sys.modules, "kaleido", kaleido)
    monkeypatch.setitem(sys.modules, "kaleido.errors", errors)
    monkeypatch.setattr(extras, "find_spec", lambda name: True)
    return asked


def test_images_fetch_nothing_and_say_that_a_browser_is_missing(tmp_path, drawing):
    figure = plots.path_figure(PATH)
    assert plots.write_figure(figure, tmp_path / "path.PNG", scale=3).read_bytes() == b"drawn"
    size = {"format": "png", "width": 900, "height": figure.layout.height, "scale": 3}
    assert drawing == [(size, {"mathjax": False})]
    with pytest.raises(RuntimeError, match="set BROWSER_PATH"):
        plots.write_figure(figure, tmp_path / "path.svg", width=1)
    assert not (tmp_path / "path.svg").exists()
