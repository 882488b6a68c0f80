"""The Aligning page through AppTest: its clouds, its links, what it answers and what it refuses."""

import json
import math
from functools import partial

import numpy as np
import pytest

from lazyq.experiments.aligning import LAZINESS, CloudsSpec, LazyTurns, aligning, clouds
from lazyq.ui.views.aligning import MASSES, START, aligning_data, asked_spec, requested, scene_of
from tests.ui.views.app_pages import app_page

pytestmark = pytest.mark.usefixtures("without_mnist")
opened = partial(app_page, "aligning")
CLOUDS = CloudsSpec(points=30, angle=0.0, shift=(0.0, 0.0), seed=2)
STATE = {**START, "step": None, "lam": "inf"}
TURNS = LazyTurns(
    laziness=np.array(LAZINESS),
    **{name: np.zeros(len(LAZINESS)) for name in ("angle", "objective", "value", "right")},
    translations=np.zeros((len(LAZINESS), 2)),
    scanned=np.array([0.0]),
    profile=np.array([0.0]),
)


def test_the_first_view_and_what_a_link_asks_in_vain():
    page = opened(seed="12")
    assert not page.exception
    assert [box.value for box in page.selectbox] == [60, 2]
    assert any("The link’s seed can’t be shown" in warning.value for warning in page.warning)
    assert any("MNIST, which is not here" in caption.value for caption in page.caption)
    assert not page.toggle


def test_the_browser_gets_the_clouds_of_every_scene():
    data = aligning_data(CLOUDS)
    json.dumps(data)
    assert len(data["scenes"]) == 8
    drawn = clouds(scene_of(CLOUDS, equal=True, unequal=False, outliers=True))
    assert data["scenes"]["101"]["clusters_y"] == drawn.clusters_y.tolist()
    assert -1 in data["scenes"]["101"]["clusters_y"]
    assert -1 not in data["scenes"]["100"]["clusters_y"]
    assert data["lazy"] is None


def test_the_state_of_the_page_is_a_problem_of_the_library():
    asked = asked_spec({**STATE, "unequal": True, "lam": 0.5}, CLOUDS)
    assert asked.method == "lazy"
    assert asked.clouds.masses == MASSES
    assert (asked.clouds.angle, asked.clouds.shift) == (45.0, (1.0, 0.5))
    assert asked_spec({**STATE, "info": 1, "lam": 0.5}, CLOUDS).method == "fused"
    of = aligning_data(CLOUDS, turns=(asked, TURNS))["lazy"]["of"]
    assert of == {name: value for name, value in STATE.items() if name in of} | {"unequal": True}


@pytest.mark.parametrize(
    "changed",
    [{"angle": "45"}, {"angle": 181}, {"dx": 9}, {"equal": 1}, {"info": math.nan}, {"lam": -1}, {"reg": 0}],
    ids=str,
)
def test_what_is_no_state_of_the_page_is_no_problem(changed):
    assert asked_spec({**STATE, **changed}, CLOUDS) is None
    assert requested({**STATE, "what": "npz", **changed}, CLOUDS, {}) is None


def test_the_files(tmp_path):
    data = aligning_data(CLOUDS)
    archive = requested({**STATE, "what": "npz"}, CLOUDS, data)
    (tmp_path / archive.name).write_bytes(archive.content)
    with np.load(tmp_path / archive.name, allow_pickle=False) as arrays:
        np.testing.assert_array_equal(arrays["plan"], aligning(asked_spec(STATE, CLOUDS)).plan)
    page = requested({**STATE, "what": "html", "info": 1}, CLOUDS, data).content.decode()
    assert '"info": 1' in page
    assert "http" not in page.replace("http://www.w3.org/", "")


@pytest.mark.parametrize(
    "point", [[0.5, math.nan], [math.nan, 0.5], [True, 0.5], [13, 0], [1], "12", {"0": 1}]
)
def test_what_is_no_point_is_not_in_a_file(point):
    page = requested({**STATE, "what": "html", "point": point}, CLOUDS, {}).content.decode()
    assert f'"point": {json.dumps(START["point"])}' in page
    assert "NaN" not in page.partition("mount({ data: ")[2]
