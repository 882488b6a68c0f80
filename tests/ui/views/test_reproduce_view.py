"""What About says of the quoted numbers: not computed yet, the same, another one, or without its data."""

import pytest
from streamlit.testing.v1 import AppTest

from lazyq.compute import ResultStore
from lazyq.experiments.reproducing import CLAIMS, rebuild
from lazyq.ui.views.about import reproduce as view
from tests.experiments.reproducing.reproducing_cases import claim

SAME, OTHER = claim("2 and 4 [of all]"), claim("2 and 5 [of all]", name="wrong", seconds=240)


def page():
    from lazyq.ui.views.about.reproduce import reproduce

    reproduce()


@pytest.fixture
def said(monkeypatch, tmp_path):
    """Run the section for some claims of which some are in the store, and return all that it says."""
    held = ResultStore(tmp_path / "results")
    monkeypatch.setattr(view, "store", lambda: held)

    def run(*claims, done=()):
        for one in done:
            rebuild(one, held)
        monkeypatch.setattr(view, "CLAIMS", claims)
        app = AppTest.from_function(page).run()
        assert not app.exception
        return "\n".join(text.value for text in app.markdown)

    return run


def test_nothing_is_computed_here(said):
    text = said(SAME, OTHER)
    assert "The texts quote 2 results" in text
    assert "0 of 2 computations are done and say the same." in text
    assert "`twice`: not computed yet. Seed none; interval: exact; 1 s; `lazyq info`" in text
    assert "4 min" in text
    assert "README.md: “2 and 4 \\[of all\\]”" in text


def test_what_is_found_is_compared(said):
    text = said(SAME, OTHER, done=(SAME, OTHER))
    assert "1 of 2 computations are done and say the same; another number came out for wrong." in text
    assert "`twice`: the same." in text
    assert "`wrong`: **another**, 2 and 4 \\[of all\\]." in text


def test_without_mnist(said, monkeypatch, tmp_path):
    monkeypatch.setenv("LAZYQ_DATA", str(tmp_path / "nothing"))
    assert "`program`: needs MNIST." in said(next(one for one in CLAIMS if one.name == "program"))


def test_times_name_what_measures_them_and_what_runs_gave(said):
    text = said(SAME)
    item = next(line for line in text.splitlines() if line.startswith("- `pairwise`"))
    assert "times as fast as loops in Numba: 226 to 273 in 4 runs;" in item
    assert "plain neighbours that a lazy one costs: 2.8 in one run;" in item
    assert item.endswith(
        "; on two cores of an AMD EPYC; seed none; takes 20 s; `python -m benchmarks.pairwise`"
    )
    assert "  - README.md: “a lazy neighbour costs about three plain ones”" in text
    assert "seed 1; takes 20 min, an estimate; `python -m benchmarks.fuzz" in text
    assert "seed none; not timed; `python -m benchmarks.cuda`" in text
