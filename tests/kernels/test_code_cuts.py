"""A power cut while machine code is written: no broken code is run, and nothing piles up."""

import os

import numba
import pytest

from lazyq.kernels.native import compiling
from tests.compute.power_cut import Found
from tests.kernels.code_cuts import code_cuts, code_damages, kept_in

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are made by os.fork")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.setattr(compiling, "_USABLE", True)
    return kept_in(tmp_path)


def test_a_process_killed_while_it_keeps_code_leaves_nothing_wrong(folder):
    for line, found in code_cuts(folder, 8, seed=1):
        assert found.right, line
        assert not found.left, line


def test_broken_code_is_not_run(folder):
    assert {found for _, found in code_damages(folder, 8, seed=1)} == {Found(True, True, (), ())}
