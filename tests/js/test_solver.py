"""The Lens's JavaScript against lazyq, on thousands of pairs."""

import base64
import bisect
import csv
import io
import math
import re
import xml.etree.ElementTree as ET
from decimal import ROUND_CEILING, Decimal
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import torch

import lazyq

SCRIPT = "tests/js/run_lens.mjs"
ACTION = lazyq.RowShifts(28, 28)
REAL, SYNTHETIC = 3000, 720
SOME = 120
SVG = "{http://www.w3.org/2000/svg}"


def real_pairs(images):
    chosen = torch.randint(len(images), (2, REAL), generator=torch.Generator().manual_seed(1))
    return images[chosen[0]], images[chosen[1]]


def synthetic_pairs():
    """Pairs with ties and degenerate rows: what a digit never is, a drawing or an upload may be."""
    rng = torch.Generator().manual_seed(2)
    count = SYNTHETIC // 6

    def levels(low, high, *shape):
        return torch.randint(low, high, shape, generator=rng, dtype=torch.uint8)

    ordinary = levels(0, 256, 2, count, 28, 28)
    blank = ordinary * levels(0, 2, 2, count, 28, 1)
    constant = levels(0, 256, 2, count, 1, 1).expand(2, count, 28, 28)
    equal = levels(0, 256, 1, count, 28, 28).expand(2, -1, -1, -1)
    ties = levels(0, 2, 2, count, 28, 28) * 255
    sparse = ordinary * (levels(0, 20, 2, count, 28, 28) == 0)
    extreme = torch.zeros(2, 8, 28, 28, dtype=torch.uint8)
    extreme[0, 0:4] = 255
    extreme[1, 2:6] = 255
    extreme[:, 6:] = torch.eye(28, dtype=torch.uint8) * 255
    extreme[1, 6] = extreme[1, 6].flip(-1)
    extreme[1, 7] = extreme[1, 7].roll(14, -1)
    x, y = torch.cat([blank, constant, equal, ties, sparse, ordinary, extreme], 1)
    return x, y


@pytest.fixture(scope="module", params=["real", "synthetic"])
def pairs(request):
    """Images x and y, uint8 (n, 28, 28)."""
    if request.param == "synthetic":
        return synthetic_pairs()
    return real_pairs(request.getfixturevalue("mnist_raw")("t10k")[0])


def some(pairs):
    """Pairs from all parts of a collection."""
    step = len(pairs[0]) // SOME
    return pairs[0][::step], pairs[1][::step]


def sent(pairs, **more):
    """The pairs as the script takes them; more: for every name a list with an entry for each pair."""
    return [
        {"x": encoded(x), "y": encoded(y), **{name: values[i] for name, values in more.items()}}
        for i, (x, y) in enumerate(zip(*pairs, strict=True))
    ]


def encoded(image):
    return base64.b64encode(image.contiguous().numpy().tobytes()).decode()


def as_json(values):
    return ["inf" if value == math.inf else value for value in values]


def paths_of(pairs):
    """The λ-paths as lazyq has them, one after another, without the padding of a batch."""
    path = lazyq.lazy_path(ACTION, *pairs)
    for i, breakpoints in enumerate(path.breakpoints):
        pieces = int(breakpoints.isfinite().sum()) + 1
        yield (
            breakpoints[: pieces - 1].tolist(),
            path.g[i, :pieces].tolist(),
            path.squared_residuals[i, :pieces].tolist(),
            path.squared_efforts[i, :pieces].tolist(),
        )


def near(expected, relative=1e-12):
    return pytest.approx(expected, rel=relative, abs=1e-12)


def test_paths_are_those_of_lazyq(node, pairs):
    answers = node(SCRIPT, {"task": "paths", "pairs": sent(pairs)})

    assert len(answers) == len(pairs[0])
    for answer, (breakpoints, g, residuals, efforts) in zip(answers, paths_of(pairs), strict=True):
        signed = [[(shift + 14) % 28 - 14 for shift in piece] for piece in g]
        centred = [[-14 if shift == 14 else shift for shift in piece] for piece in answer["shifts"]]
        assert centred == signed
        assert answer["squaredEfforts"] == efforts
        np.testing.assert_allclose(answer["breakpoints"], breakpoints, rtol=1e-15, atol=0)
        np.testing.assert_allclose(answer["squaredResiduals"], residuals, rtol=1e-12, atol=1e-12)


def test_alignments_are_those_of_lazyq(node, pairs):
    chosen = some(pairs)
    rng = torch.Generator().manual_seed(3)
    lams = torch.rand(10, len(chosen[0]), generator=rng, dtype=torch.float64) * 1.8
    lams[:4] = torch.tensor([0.0, 1e-9, 50.0, torch.inf], dtype=torch.float64)[:, None]

    expected = lazyq.align(ACTION, *chosen, lams)
    answers = node(
        SCRIPT, {"task": "alignments", "pairs": sent(chosen, lams=[as_json(c) for c in lams.T.tolist()])}
    )

    for i, row in enumerate(answers):
        for j, at in enumerate(row):
            lam, g = lams[j, i].item(), expected.g[j, i]
            assert torch.equal((torch.tensor(at["shifts"]) - g) % 28, torch.zeros_like(g))
            assert at["moved"] == encoded(expected.moved[j, i])
            assert at["residual"] == near(expected.residual[j, i].item())
            assert at["effort"] == near(expected.effort[j, i].item())
            assert at["distance"] == near(expected.distance[j, i].item())
            assert sum(at["rowResiduals"]) == near(at["squaredResidual"])
            assert sum(at["rowPenalties"]) == near(at["squaredPenalty"])
            penalty = 0.0 if expected.effort[j, i] == 0 else (lam * expected.effort[j, i].item()) ** 2
            assert at["squaredPenalty"] == near(penalty)


def test_steps_visit_every_piece_once(node, pairs):
    answers = node(SCRIPT, {"task": "steps", "pairs": sent(some(pairs))})

    for answer in answers:
        breakpoints, end = answer["breakpoints"], answer["end"]
        pieces = len(breakpoints)
        assert answer["onBreakpoints"] == list(range(1, pieces + 1)), (
            "an event belongs to the piece it begins"
        )
        assert [bisect.bisect_right(breakpoints, lam) for lam in answer["forward"]] == list(range(pieces + 1))
        assert answer["backward"] == ["inf", *answer["forward"][:-1][::-1], *([] if pieces else [0])]
        assert answer["fromInside"] == 0
        assert 0.1 <= end == round(end, 1)
        assert pieces == 0 or breakpoints[-1] < end <= breakpoints[-1] * 1.06 + 0.1 + 1e-12
        for p, lam in enumerate(answer["forward"][1:]):
            assert decimals(lam) == fewest_decimals(breakpoints[p], [*breakpoints, math.inf][p + 1])


def decimals(value):
    return max(2, -Decimal(repr(value)).normalize().as_tuple().exponent)


def fewest_decimals(begin, end):
    """How many decimals, two at least, a number in [begin, end) needs."""
    for digits in range(2, 18):
        rounded = Decimal(repr(begin)).quantize(Decimal(1).scaleb(-digits), ROUND_CEILING)
        if float(rounded) < end:
            return digits
    raise AssertionError(f"no short number in [{begin}, {end})")


def numbers(text):
    return [float(number) for number in re.findall(r"-?[\d.]+(?:e[-+]?\d+)?", text)]


def test_curve_is_the_squared_distance(node, pairs):
    """On an axis of a million pixels, where the two decimals of the markup do not matter."""
    chosen = some(pairs)
    answers = node(SCRIPT, {"task": "curves", "pairs": sent(chosen), "width": 1e6, "height": 1e6})

    for answer, (breakpoints, _, residuals, efforts) in zip(answers, paths_of(chosen), strict=True):
        (x0, y0), (per_lam, per_square) = answer["origin"], answer["unit"]
        root = ET.fromstring(f"<svg>{answer['markup']}</svg>")
        total, at_infinity = (node.get("d") for node in root.findall(".//path[@class='total']"))
        starts, ends = [0.0, *breakpoints], [*breakpoints, answer["end"]]
        curves = re.findall(r"[ML]([^MLQ]+)Q([^MLQ]+)", total)
        assert len(curves) == len(starts)
        handles = np.array([numbers(begin) + numbers(rest) for begin, rest in curves]).reshape(-1, 3, 2)
        t = np.array([0.0, 0.17, 0.5, 0.83, 1.0])
        weights = np.stack([(1 - t) ** 2, 2 * t * (1 - t), t * t], 1)
        x, y = np.moveaxis(weights @ handles, -1, 0)
        lam = np.linspace(starts, ends, 2).T @ np.stack([1 - t, t])
        squared = np.array(residuals)[:, None] + lam**2 * np.array(efforts)[:, None]
        np.testing.assert_allclose((x - x0) / per_lam, lam, rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose((y0 - y) / per_square, squared, rtol=1e-6, atol=1e-6 * (1 + residuals[-1]))
        _, height, *_ = numbers(at_infinity)
        assert (y0 - height) / per_square == pytest.approx(residuals[-1], abs=1e-6 * (1 + residuals[-1]))
        assert len(root.findall(".//path[@class='tick']")) == len(breakpoints)
        assert answer["back"] == [
            pytest.approx(0),
            pytest.approx(0.1),
            pytest.approx(0.5),
            pytest.approx(1),
            "inf",
        ]


def test_table_is_the_path(node, pairs):
    chosen = some(pairs)
    tables = node(SCRIPT, {"task": "tables", "pairs": sent(chosen)})

    for table, (breakpoints, g, residuals, efforts) in zip(tables, paths_of(chosen), strict=True):
        rows = list(csv.DictReader(io.StringIO(table)))
        assert [float(row["lambda_from"]) for row in rows] == near([0.0, *breakpoints], 1e-15)
        assert [float(row["lambda_to"]) for row in rows] == near([*breakpoints, math.inf], 1e-15)
        assert [float(row["squared_residual"]) for row in rows] == near(residuals)
        assert [int(row["squared_effort"]) for row in rows] == efforts
        assert [[int(row[f"g{i}"]) % 28 for i in range(28)] for row in rows] == [
            [shift % 28 for shift in piece] for piece in g
        ]


def test_figure_is_one_self_contained_file(node, pairs):
    chosen = tuple(images[::5] for images in some(pairs))
    names = [{"x": 'a <6> & "9"', "y": "your drawing"}] * len(chosen[0])
    lams = [["inf", 0, 0.31, 7.5]] * len(chosen[0])
    answers = node(SCRIPT, {"task": "figures", "pairs": sent(chosen, names=names, lams=lams)})

    for pair, figures in zip(zip(*chosen, strict=True), answers, strict=True):
        for lam, figure in zip((math.inf, 0.0, 0.31, 7.5), figures, strict=True):
            root = ET.fromstring(figure)
            assert root.tag == f"{SVG}svg"
            assert not re.search(r"href|src=|@import|<script|NaN|undefined", figure)
            assert set(re.findall(r"url\(([^)]*)\)", figure)) <= {"#hatch-light", "#missing"}
            assert figure.count("http") == figure.count('xmlns="http://www.w3.org/2000/svg"') == 1
            said = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
            assert 'x: a <6> & "9"' in said
            distance = lazyq.lazy_distance(ACTION, *pair, lam).item()
            assert f"= {distance:.3f}" in said


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("", {"lam": None, "pins": [], "row": None}),
        ("?lam=0.25&pins=0_0.5_inf&row=28&v=1", {"lam": 0.25, "pins": [0, 0.5, "inf"], "row": 28}),
        ("?lam=inf&row=1", {"lam": "inf", "pins": [], "row": 1}),
        ("?lam=1e-3", {"lam": 0.001, "pins": [], "row": None}),
        ("?pins=1_2_3_4", {"lam": None, "pins": [1, 2, 3], "row": None}),
        ("?pins=0.5_0.5_0.2", {"lam": None, "pins": [0.5, 0.2], "row": None}),
    ],
)
def test_good_links_are_read(node, search, expected):
    assert node(SCRIPT, {"task": "links", "searches": [search]}) == [{**expected, "problems": []}]


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("lam=abc", "lam=abc; λ must be a number of at least 0, or inf"),
        ("lam=-1", "lam=-1; λ must be"),
        ("lam=nan", "lam=nan; λ must be"),
        ("lam=", "lam=; λ must be"),
        ("lam=%20", "lam= ; λ must be"),
        ("lam=-inf", "lam=-inf; λ must be"),
        ("lam=0.5,2", "lam=0.5,2; λ must be"),
        ("lam=" + "9" * 400, "lam=9999999999999999999999999999999999999999; λ must be"),
        ("lam=Infinity", "lam=Infinity; λ must be"),
        ("lam=<img src=x>", "lam=<img src=x>; λ must be"),
        ("pins=0.5_x_1", "pins=x; λ must be"),
        ("row=0", "row=0; rows are 1 to 28"),
        ("row=29", "row=29; rows are 1 to 28"),
        ("row=1.5", "row=1.5; rows are 1 to 28"),
        ("row=x", "row=x; rows are 1 to 28"),
        ("row=", "row=; rows are 1 to 28"),
        ("v=7", "version 7; this is version 1"),
    ],
)
def test_bad_links_say_what_is_wrong_and_give_the_rest(node, search, said):
    (answer,) = node(SCRIPT, {"task": "links", "searches": [f"?{search}"]})

    assert len(answer["problems"]) == 1
    assert said in answer["problems"][0]
    assert len(answer["problems"][0]) < 200
    assert (answer["lam"], answer["row"]) == (None, None)
    assert answer["pins"] == ([0.5, 1] if search.startswith("pins") else [])


def rounded(view):
    """Return the view as a link has it: thirteen digits tell any two events apart."""
    short = [lam if lam == "inf" else float(f"{lam:.13g}") for lam in (view["lam"], *view["pins"])]
    return {**view, "lam": short[0], "pins": short[1:]}


def test_links_are_read_as_they_were_written(node):
    rng = torch.Generator().manual_seed(4)
    views = [
        {"lam": lams[0], "pins": lams[1 : 1 + i % 4], "row": None if i % 5 == 0 else 1 + i % 28}
        for i, lams in enumerate((torch.rand(200, 4, generator=rng, dtype=torch.float64) * 3).tolist())
    ]
    views += [{"lam": "inf", "pins": [0, "inf"], "row": 3}, {"lam": 5e-324, "pins": [1e300], "row": None}]
    href = "http://127.0.0.1:1/lens?x=mnist-test-1&lam=9&row=2&embed=true#part"

    written = node(SCRIPT, {"task": "written", "href": href, "views": views})
    read = node(SCRIPT, {"task": "links", "searches": [f"?{urlsplit(link).query}" for link in written]})

    assert read == [{**rounded(view), "problems": []} for view in views]
    assert max(len(part) for link in written for part in parse_qs(urlsplit(link).query)["lam"]) <= 20
    for link in written:
        query = parse_qs(urlsplit(link).query)
        assert (query["x"], query["embed"], query["v"]) == (["mnist-test-1"], ["true"], ["1"])
        assert urlsplit(link).fragment == "part"
