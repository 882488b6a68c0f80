"""What Geometry and Averaging say in Spanish: whole sentences, with the numbers of that language."""

import re

import pytest

from lazyq.ui.language import catalogue, plural_order

SCRIPT = "tests/js/run_told.mjs"
VIEW = {"yaw": 0.6, "pitch": 0.5, "zoom": 1}
LAYERS = dict.fromkeys(("balls", "circles", "geodesic", "turn", "straight", "orbit", "cut"), True)
PAIR = {"x": [1.5, 0.25], "y": [-0.75, 1.25], "lam": 0.45, "dimension": 2, "term": None, "hidden": False}
STATE = PAIR | {"layers": LAYERS, "view": VIEW}
SIZE = (560, 500)
AT = {"distance": 1.2345, "theta": 0.4, "angle": 1.9, "penalty": 0.3, "r1": 1.52, "r2": 1.46, "tie": False}
PICTURES = [
    ("geometry/pictures.js", name, STATE | more, *SIZE)
    for name in ("planeDesign", "solidDesign", "waysDesign", "closeUpDesign")
    for more in ({}, {"dimension": 3}, {"hidden": True}, {"lam": 0})
]
TERMS = [
    ("geometry/words.js", "termText", term, STATE) for term in (None, "metric", "flat", "share", "across")
]
GEOMETRY = [
    *PICTURES,
    *TERMS,
    *(
        ("geometry/words.js", "geometrySentence", STATE | {"lam": lam, "dimension": n}, AT | {"tie": tie})
        for lam, n, tie in ((0.45, 2, False), (0, 2, False), (0.45, 2, True), (0.45, 3, True))
    ),
    *(("geometry/words.js", "anyDimensionText", STATE, AT, n) for n in (2, 10)),
    *(("geometry/words.js", "solidText", STATE | more) for more in ({}, {"lam": 0}, {"dimension": 3})),
    *(("geometry/words.js", "verdict", answer, 1.25, 2.5, 1) for answer in ("straight", "orbit")),
]
MIX = {"loss": 0.3125, "gap": 0.0125, "best": 0.25, "only": 0.5, "weights": [0.25, 0.75], "still": 0}
VERDICT = {"label": 8, "said": [8, 3, 8], "before": 8, "after": 8, "sure": 0.0625}
BOUND = {"move": 15, "change": 0.25, "distance": 1.5, "proved": 0.25, "found": 0.125}
SCORED = [[[value, 0, 1]] * 2 for value in (0.45, 0.35, 0.375, 0.325, 0.3125)]
NAMES = [
    "f",
    "S f, learned π",
    "f at temperature 1.52",
    "S f at temperature 0.87",
    "S of (f at temperature 1.41), learned together",
]
PRICED = {
    "strengths": [0, 0.25],
    "losses": [0.25, 0.3125],
    "distances": [2.5, 1.25],
    "gaps": [0, 1e-5],
    "tested": [[0.3, 0.95], [0.31, 0.94]],
}
AVERAGING = [
    *(
        ("averaging/words.js", "lossSentence", MIX | more)
        for more in ({}, {"gap": 0}, {"weights": [1, 0]}, {"only": 0.25}, {"loss": 0.25001})
    ),
    *(
        ("averaging/words.js", "digitSentence", VERDICT | more)
        for more in (
            {},
            {"label": None},
            {"label": None, "after": 3},
            {"after": 3},
            {"before": 3},
            {"before": 3, "after": 5},
        )
    ),
    *(
        ("averaging/words.js", "boundSentence", BOUND | more)
        for more in ({}, {"change": 0.0625}, {"change": 1e-3}, {"proved": 9.5}, {"distance": 0})
    ),
    *(("averaging/words.js", "pricedSentence", PRICED, strength) for strength in (None, 1)),
    ("averaging/words.js", "changesSentence", [0, 5, 10], [8, 3, 5]),
    ("averaging/words.js", "barWords", 15, 12.5, 0.25),
    ("averaging/guess.js", "verdictSentence", [-5, 5], [-5, 0, 5], [0.25, 0.75, 0]),
    ("averaging/scores.js", "scoresSentence", {"names": NAMES, "values": SCORED}),
    *(("averaging/scores.js", "scoredName", name) for name in NAMES[1:]),
    *(
        ("averaging/scores.js", "scoredName", name)
        for name in (
            "uniform in ±7.5°",
            "test-time augmentation, 16 in ±7.5°",
            "f trained with rotations in ±7.5°",
            "Augerino, learned ±7.5°",
        )
    ),
]


@pytest.mark.parametrize("calls", [GEOMETRY, AVERAGING], ids=["geometry", "averaging"])
def test_all_that_is_said_is_spanish(node, calls):
    language = {"code": "es", "forms": plural_order("es"), "texts": dict(catalogue("es").texts)}
    spanish, english = (
        _flat(node(SCRIPT, {"language": given, "calls": calls})) for given in (language, None)
    )
    assert len(spanish) == len(english) >= 20
    for said, meant in zip(spanish, english, strict=True):
        assert said != meant
        assert "{" not in said, "each name has its value"
        assert not re.search(r"\d\.\d", said), said
        assert len(re.findall(r"\d,\d", said)) == len(re.findall(r"\d\.\d", meant)), said


def test_a_point_is_written_so_that_its_two_numbers_are_told_apart(node):
    language = {"code": "es", "forms": plural_order("es"), "texts": {}}
    calls = [("geometry/pictures.js", "waysDesign", STATE, *SIZE)]
    [marks] = node(SCRIPT, {"language": language, "calls": calls})
    assert marks[0].startswith("x = (1,50; 0,25), ‖x‖ = 1,52")


def _flat(answers):
    return [text for answer in answers for text in ([answer] if isinstance(answer, str) else answer)]
