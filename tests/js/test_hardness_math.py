"""Elimination, the adversary and the daisy as the browser computes them, against Python."""

import numpy as np
import pytest

from lazyq.hardness import (
    cyclic_parity,
    daisy,
    daisy_energy,
    daisy_spectrum,
    orbit_count,
    query_bound,
    random_graphs,
    remaining,
    solve_gf2,
)

RANDOM = np.random.default_rng(0)
KS = [2, 4, 6]
POINTS = RANDOM.normal(size=(30, 2))
SHAPES = [(3, 5), (12, 12), (40, 26), (30, 8), (1, 1)]
SYSTEMS = [(RANDOM.integers(0, 2, shape), RANDOM.integers(0, 2, shape[0])) for shape in SHAPES]
GAMES = [
    {
        "queries": ["majority", "random", "mix", "p5", "p0", "random"],
        "n": 6,
        "symmetric": symmetric,
        "tau": tau,
    }
    for symmetric in (False, True)
    for tau in (0.2, 0.3, 0.5)
]
GRAPHS = [(random_graphs(1, 9, RANDOM)[0], edge) for edge in (0, 1, 17, 36)]
COUNTING = [0, 1, 4, 5, 8]
TRUTH = 0b10110
ROWS = [int(row) for row in RANDOM.integers(0, 2**9, 300)]


def numbers(matrix):
    return [int(row) for row in matrix @ (1 << np.arange(matrix.shape[1]))]


@pytest.fixture(scope="module")
def said(node):
    labels = [(row & TRUTH).bit_count() % 2 for row in ROWS]
    curve = {"rows": ROWS, "labels": labels, "pool": 200, "most": 40, "draws": 8, "noise": 0, "seed": 3}
    systems = [{"rows": numbers(rows), "labels": values.tolist()} for rows, values in SYSTEMS]
    asked = {"systems": systems, "curve": curve, "games": GAMES, "points": POINTS.tolist(), "ks": KS}
    asked["graphs"] = [
        {
            "bits": "".join(map(str, graph[np.triu_indices(9, 1)])),
            "nodes": 9,
            "counting": COUNTING,
            "edge": edge,
        }
        for graph, edge in GRAPHS
    ]
    return node("tests/js/run_hardness.mjs", asked)


@pytest.mark.parametrize("place", range(len(SYSTEMS)))
def test_elimination_finds_what_python_finds(said, place):
    rows, values = SYSTEMS[place]
    found, expected = said["solved"][place], solve_gf2(rows, values)
    assert found["solution"] == numbers(expected.solution[None])[0]
    assert (found["rank"], found["consistent"]) == (expected.rank, expected.consistent)


def test_elimination_is_exact_once_the_rank_is_full(said):
    curve = said["curve"]
    assert curve["mean"][0] < 0.8
    assert curve["mean"][-1] == curve["low"][-1] == 1
    assert curve["good"][-1] == 8
    assert said["odd"] == [0, 1, 0, 1, 0, 1]


@pytest.mark.parametrize("place", range(len(GAMES)))
def test_the_adversary_rules_out_what_python_rules_out(said, place):
    game, found = GAMES[place], said["games"][place]
    functions, values = np.array(found["functions"]), np.array(found["values"])
    assert (values**2).mean(1).max() <= 1 + 1e-9
    counts = remaining(functions, values, game["tau"])
    shown = found["counts"]
    last = len(shown) - found["over"]
    assert shown[:last] == counts[:last]
    bound = query_bound(functions, game["tau"])
    assert bound.overlap < 1e-9
    assert max(-np.diff(shown)) <= bound.a_query
    if game["symmetric"]:
        assert len(functions) == sum(orbit_count(6, k) for k in range(7)) == 14
    else:
        assert len(functions) == 64
    signs = np.where((np.arange(64)[:, None] >> np.arange(6)) & 1, -1, 1)
    subsets = [[bit for bit in range(6) if orbit[0] >> bit & 1] for orbit in found["hypotheses"]]
    expected = [
        cyclic_parity(signs, subset) if game["symmetric"] else signs[:, subset].prod(1) for subset in subsets
    ]
    np.testing.assert_allclose(functions, expected)


def test_the_best_mix_rules_out_as_many_as_any_query_may(said):
    for game, found in zip(GAMES, said["games"], strict=True):
        most = -(-1 // game["tau"] ** 2) - 1
        before, after = found["counts"][2:4] if len(found["counts"]) > 3 else (0, 0)
        if before > most + 1:
            assert before - after == most


def test_daisies_and_their_spectra(said):
    for place, k in enumerate(KS):
        np.testing.assert_allclose(said["daisies"][place], daisy(POINTS, k), atol=1e-12)
        np.testing.assert_allclose(said["spectra"][place], daisy_spectrum(k, 24), atol=1e-12)
        assert said["spectra"][place][:k] == [0] * k
        assert said["energies"][place] == pytest.approx(daisy_energy(k))


def filled(graph):
    return int(np.isin(graph.sum(0), COUNTING).sum())


@pytest.mark.parametrize("place", range(len(GRAPHS)))
def test_a_graph_and_what_one_edge_changes(said, place):
    (graph, edge), found = GRAPHS[place], said["graphs"][place]
    each = []
    for i, j in zip(*np.triu_indices(9, 1), strict=True):
        other = graph.copy()
        other[[i, j], [j, i]] ^= 1
        each.append(other)
    shown = each[edge - 1] if edge else graph
    assert found["degrees"] == shown.sum(0).tolist()
    assert found["filled"] == sum(found["counts"]) == filled(shown)
    assert found["before"] == filled(graph)
    assert found["turns"] == sum((filled(other) - filled(graph)) % 2 for other in each)
    assert len(found["edges"]) == shown.sum() // 2
    assert found["added"] == (bool(edge) and shown.sum() > graph.sum())


def test_every_edge_has_its_turn(said):
    assert sorted(said["edges"]) == list(range(1, 191))
