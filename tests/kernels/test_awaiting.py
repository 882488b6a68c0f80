"""Searches while the compiled one is being made, and the making of it."""

import logging
import threading

import pytest
import torch

from lazyq import LazyKNeighborsClassifierCV, RowShifts, Translations, align, lazy_path
from lazyq.kernels import awaiting, nearest, row_shifts
from lazyq.kernels import pairwise as pairwise_kernels
from lazyq.kernels.native import compiling, listing, search
from lazyq.kernels.nearest import pruned, uncompiled
from lazyq.neighbors import NeighborIndex, neighbors, neighbors_path
from lazyq.neighbors import search as neighbor_search
from tests.kernels.float_sets import KINDS, float_sets
from tests.kernels.test_nearest import assert_equal, brute_force
from tests.kernels.test_pairwise import sets

LAMS = [0.7, 0.0, float("inf"), 0.05, 30.0]


@pytest.fixture
def nothing_made(monkeypatch):
    """As in a process that has no code yet."""
    monkeypatch.setattr(awaiting, "_codes", {})
    monkeypatch.setattr(awaiting, "_said", threading.Event())


@pytest.fixture
def never_made(monkeypatch):
    """No code is ever there, and nobody asks for any."""

    def refuse(*arguments):
        raise AssertionError("compiled code was called")

    monkeypatch.setattr(awaiting, "ready", lambda kind, make: False)
    for module, name in ((listing, "count_pairs"), (search, "search"), (search, "within")):
        monkeypatch.setattr(module, name, refuse)


@pytest.mark.usefixtures("never_made")
@pytest.mark.parametrize("shape", [(4, 1), (1, 9), (3, 8)], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_without_code_neighbours_of_floats_are_those_of_the_definition(kind, shape, dtype):
    action = RowShifts(*shape)
    x, y = float_sets(kind, action, dtype) if dtype.is_floating_point else sets(action)
    x = x[: pruned._FEW]
    scale = float(y.abs().max()) if dtype.is_floating_point and y.any() else 1.0
    index = NeighborIndex(action, y)
    for k in (1, 6):
        found = index.query(x, [lam * scale for lam in LAMS], k)
        for level, lam in enumerate(LAMS):
            expected = brute_force(action, x, y, lam * scale, k)
            assert torch.equal(found.indices[level], expected.indices)
            assert torch.equal(found.distances[level], expected.distances)


@pytest.mark.usefixtures("never_made")
def test_without_code_blocks_are_merged(monkeypatch, dtype):
    monkeypatch.setattr(pruned, "_TARGETS_AT_ONCE", 7)
    monkeypatch.setattr(uncompiled, "_SEEDS", 2)
    action = RowShifts(3, 8)
    x, y = sets(action, dtype)
    assert_equal(neighbors(action, x[:3], y, 0.4, 9), brute_force(action, x[:3], y, 0.4, 9))


@pytest.mark.usefixtures("never_made")
@pytest.mark.parametrize("lams", [[0.4], [0.0, 0.4]])
@pytest.mark.parametrize("queries", [1, 2])
def test_without_code_one_neighbour_is_found(queries, lams, dtype):
    action = RowShifts(3, 8)
    x, y = sets(action, dtype)
    found = NeighborIndex(action, y).query(x[:queries], lams, 1)
    for level, lam in enumerate(lams):
        expected = brute_force(action, x[:queries], y, lam, 1)
        assert torch.equal(found.indices[level], expected.indices)
        assert torch.equal(found.distances[level], expected.distances)


def test_a_path_of_neighbours_is_the_same_without_code(monkeypatch, mnist_raw):
    x, y = mnist_raw("t10k")[0][3], mnist_raw("train")[0][:600]
    expected = neighbors_path(NeighborIndex(RowShifts(28, 28), y), x, 5)
    monkeypatch.setattr(awaiting, "ready", lambda kind, make: False)
    monkeypatch.setattr(search, "within", None)
    found = neighbors_path(NeighborIndex(RowShifts(28, 28), y), x, 5)
    for name in ("indices", "starts", "near", "lams", "residuals", "efforts"):
        assert (getattr(found, name) == getattr(expected, name)).all()


def test_without_code_no_compiled_kernel_is_chosen(monkeypatch):
    action, image = RowShifts(2, 5), torch.zeros(1, 2, 5)
    full = torch.arange(10.0).reshape(1, 2, 5)
    assert pairwise_kernels.choose_at_once(action, image, image).NAME == "sparse"
    assert pairwise_kernels.choose_at_once(action, full, full).NAME == "spectra"
    monkeypatch.setattr(awaiting, "ready", lambda kind, make: False)
    for points in (image, full, image.byte()):
        assert pairwise_kernels.choose_at_once(action, points, points).NAME == "torch"
    with awaiting.without_code():
        assert "still being made" in (row_shifts.why_no_compiler(image) or "")
    assert row_shifts.why_no_compiler(image) is None


@pytest.mark.usefixtures("searched")
def test_what_is_made_ahead_is_all_that_searches_call(dtype):
    action = RowShifts(3, 8)
    x, y = sets(action, dtype)
    for name in ("search", "near"):
        pruned._code(name, dtype)[1]()
    functions = (listing.count_pairs, listing.list_pairs, search.search, search.within)
    before = [len(function.overloads) for function in functions]
    index = NeighborIndex(action, y)
    for queries in (x[:1], x):
        index.query(queries, LAMS, 3)
    neighbors_path(index, x[0], 3)
    assert [len(function.overloads) for function in functions] == before


@pytest.mark.usefixtures("nothing_made")
def test_code_is_begun_once_and_what_compiles_is_said_once(caplog):
    caplog.set_level(logging.INFO, "lazyq")
    begun, release = [], threading.Event()

    def compile_slowly():
        begun.append(1)
        compiling._watching.missed()  # as Numba's cache does
        assert release.wait(60)

    try:
        assert not awaiting.ready("slow", compile_slowly)
        assert not awaiting.ready("slow", compile_slowly)
        # What could only be read after the other has been compiled isn't waited for either.
        assert not awaiting.ready("behind", lambda: release.wait(60))
        assert awaiting.compiling()
        ticks = []

        def tick(pairs):
            ticks.append(pairs)
            release.set()

        awaiting.wait("slow", tick)
    finally:
        release.set()
    awaiting.wait_for_all()
    assert awaiting.ready("slow", compile_slowly)
    assert awaiting.ready("behind", compile_slowly)
    assert begun == [1]
    assert ticks
    assert not awaiting.compiling()
    assert [record.message[:9] for record in caplog.records] == ["compiling"]


@pytest.mark.usefixtures("nothing_made")
def test_code_that_is_read_or_fails_is_waited_for_and_nothing_is_said(caplog):
    caplog.set_level(logging.INFO, "lazyq")

    def fail():
        raise RuntimeError("no compiler")

    assert awaiting.ready("read", lambda: None)
    assert awaiting.ready("fails", fail)
    assert not caplog.records


def test_many_queries_wait_for_the_code_where_the_second_set_is_not_held(monkeypatch):
    asked = []
    monkeypatch.setattr(awaiting, "ready", lambda kind, make: False)
    monkeypatch.setattr(awaiting, "wait", lambda kind, tick: asked.append(kind))
    monkeypatch.setattr(neighbor_search, "_HELD", 0)
    action = RowShifts(3, 8)
    x, y = sets(action)
    few, many = x[: pruned._FEW], x[: pruned._FEW + 1]
    assert_equal(neighbors(action, few, y, 0.5, 3), brute_force(action, few, y, 0.5, 3))
    assert asked == []
    assert_equal(neighbors(action, many, y, 0.5, 3), brute_force(action, many, y, 0.5, 3))
    assert asked == [("pruned", "search", torch.uint8)]


@pytest.mark.parametrize("action", [RowShifts(3, 8), Translations(3, 8)], ids=str)
@pytest.mark.parametrize("held", [True, False])
def test_queries_are_answered_one_at_a_time_until_the_code_is_there(monkeypatch, action, held, dtype):
    x, y = sets(action, dtype)
    expected = brute_force(action, x, y, 0.5, 3)
    kernel = nearest.choose("auto", action, x, y)
    compiled, asked, done = kernel.nearest, [], []

    def ready(kind, make):
        asked.append(kind)
        return len(asked) > 4

    def watched(action, prepared, x, *rest):
        monkeypatch.setattr(awaiting, "ready", lambda kind, make: len(asked) > 4)
        try:
            return compiled(action, prepared, x, *rest)
        finally:
            done.append((len(x), len(asked) > 4))
            monkeypatch.setattr(awaiting, "ready", ready)

    monkeypatch.setattr(awaiting, "wait", None)
    monkeypatch.setattr(awaiting, "ready", ready)
    monkeypatch.setattr(kernel, "nearest", watched)
    progress = []
    if held:
        found = NeighborIndex(action, y).query(x, 0.5, 3, progress=progress.append)
    else:
        found = neighbors(action, x, y, 0.5, 3, progress=progress.append)
    assert_equal(found, expected)
    alone, (rest, with_code) = done[:-1], done[-1]
    assert alone
    assert set(alone) == {(1, False)}
    assert with_code
    assert rest + len(alone) == len(x)
    assert progress == sorted(progress)
    assert progress[-1] == 1


def test_many_queries_of_a_kernel_by_name_wait_for_the_code(monkeypatch):
    asked = []
    monkeypatch.setattr(awaiting, "ready", lambda kind, make: False)
    monkeypatch.setattr(awaiting, "wait", lambda kind, tick: asked.append(kind))
    x, y = sets(RowShifts(3, 8))
    index = NeighborIndex(RowShifts(3, 8), y, kernel="pruned")
    assert_equal(index.query(x, 0.5, 3), neighbors(RowShifts(3, 8), x, y, 0.5, 3, kernel="pruned"))
    assert asked == 2 * [("pruned", "search", torch.uint8)]


@pytest.mark.parametrize("action", [RowShifts(3, 8), Translations(3, 8)], ids=str)
def test_code_that_is_never_there_is_not_waited_for(monkeypatch, action, dtype):
    x, y = sets(action, dtype)
    monkeypatch.setattr(awaiting, "ready", lambda kind, make: False)
    monkeypatch.setattr(awaiting, "wait", None)
    assert_equal(neighbors(action, x, y, 0.5, 3), brute_force(action, x, y, 0.5, 3))


@pytest.fixture
def nothing_done(nothing_made, monkeypatch):
    """As in a process that has computed nothing yet."""
    monkeypatch.setattr(awaiting, "_WORTH_READING", 0.5)
    monkeypatch.setattr(awaiting, "_WORTH_MAKING", 5.0)
    monkeypatch.setattr(awaiting, "_not_kept", set())
    monkeypatch.setattr(awaiting, "_done", 0.0)


@pytest.fixture
def clock(monkeypatch):
    """What the time is, in a list, which only a test moves on."""
    now = [0.0]
    monkeypatch.setattr(awaiting, "monotonic", lambda: now[0])
    return now


@pytest.mark.usefixtures("nothing_done", "clock")
def test_code_is_made_once_all_work_together_is_worth_it():
    begun = []

    def make():
        begun.append("asked")
        compiling._watching.missed()  # as Numba's cache does
        begun.append("compiled")

    for seconds, expected in ((0.3, []), (0.2, []), (3.0, ["asked"]), (1.0, ["asked"])):
        with awaiting.sparing(seconds):
            assert not awaiting.ready("code", make)
        assert begun == expected
        assert not awaiting.compiling()
    with awaiting.sparing(1.0):
        awaiting.ready("code", make)
    awaiting.wait("code", lambda pairs: None)
    assert begun == ["asked", "asked", "compiled"]
    with awaiting.sparing(0.0):
        assert awaiting.ready("code", begun.clear)  # is there


@pytest.mark.usefixtures("nothing_done", "clock")
def test_code_that_has_been_kept_is_read_for_less_work():
    with awaiting.sparing(0.4):
        assert not awaiting.ready("code", lambda: None)
    with awaiting.sparing(0.2):
        assert awaiting.ready("code", lambda: None)


@pytest.mark.usefixtures("nothing_done", "clock")
def test_outside_of_such_a_block_code_that_was_not_kept_is_made():
    with awaiting.sparing(1.0):
        assert not awaiting.ready("code", compiling_ahead)
    awaiting.ready("code", compiling_ahead)
    awaiting.wait_for_all()
    assert awaiting.ready("code", compiling_ahead)


def compiling_ahead():
    """Find no code that has been kept."""
    compiling._watching.missed()


@pytest.mark.usefixtures("nothing_done")
def test_work_that_takes_longer_than_thought_counts_so(clock):
    with awaiting.sparing(0.1):
        assert not awaiting.ready("code", compiling_ahead)
        clock[0] = 2.0
        assert not awaiting.ready("code", compiling_ahead)
        assert awaiting._not_kept == {"code"}
    with awaiting.sparing(2.9):
        assert not awaiting.ready("code", compiling_ahead)
        clock[0] = 6.0
        awaiting.ready("code", compiling_ahead)
        assert "code" in awaiting._codes


@pytest.mark.usefixtures("nothing_done", "clock")
def test_a_block_within_another_is_small_or_not_by_itself():
    with awaiting.sparing(0.1):
        with awaiting.sparing(10.0):
            assert awaiting.ready("code", lambda: None)
        assert not awaiting.ready("other", lambda: None)
    assert awaiting.ready("other", lambda: None)


@pytest.mark.usefixtures("nothing_done", "clock")
@pytest.mark.parametrize("action", [RowShifts(3, 8), Translations(3, 8), RowShifts(1, 64)], ids=str)
def test_small_work_begins_no_code_and_is_answered_the_same(action, dtype):
    x, y = sets(action, dtype)
    index = NeighborIndex(action, y)
    for found in (index.query(x, 0.5, 3), neighbors(action, x, y, 0.5, 3)):
        assert_equal(found, brute_force(action, x, y, 0.5, 3))
    neighbors_path(index, x[0], 3)
    pairs = x[:1].expand(300, -1, -1), y[:1].expand(300, -1, -1)
    align(action, *pairs, 0.5)
    lazy_path(action, *pairs)
    model = LazyKNeighborsClassifierCV(action, 2).fit(y.flatten(1).numpy(), [0, 1] * 9 + [0])
    model.estimator_.radius_neighbors(x[:2].flatten(1).numpy(), 0.5)
    assert awaiting._codes == {}
    NeighborIndex(action, y, kernel=index.kernel).query(x, 0.5, 3)
    assert awaiting._codes or index.kernel == "brute"


@pytest.mark.usefixtures("nothing_done", "clock")
def test_an_index_of_many_points_begins_the_code_at_once(monkeypatch):
    monkeypatch.setattr(neighbor_search, "_PER_QUERY", 10.0)
    NeighborIndex(RowShifts(3, 8), sets(RowShifts(3, 8))[1])
    assert awaiting._codes
    awaiting.wait_for_all()
