"""Settings and the address: no choice is undone, however late the browser writes it down."""

import ast
from itertools import chain, pairwise

import pytest
from streamlit.testing.v1 import AppTest

from lazyq.ui.library import available

SECONDS = 60


@pytest.fixture(autouse=True, scope="module")
def environment(tmp_path_factory):
    """No MNIST: what can be chosen is the same everywhere."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("LAZYQ_DATA", str(tmp_path_factory.mktemp("nothing")))
        available.clear()
        yield
        available.clear()


def neighbours() -> None:
    import streamlit as st

    from lazyq.ui.views.neighbours import electorate

    k, among = electorate(st.container())
    st.text({"k": k, "among": "all" if among.size is None else "draw"})


def best_lambda() -> None:
    import streamlit as st

    from lazyq.ui.views.accuracy import GRIDS, settings

    spec = settings(st.container())
    grid = next(name for name, (_, lams) in GRIDS.items() if lams == spec.lams)
    shown = {"k": spec.neighbors, "n": spec.train, "tested": spec.test}
    st.text({**shown, "draws": spec.draws, "seed": spec.seed, "grid": grid})


def averaging() -> None:
    import streamlit as st

    from lazyq.ui.views.averaging.view import settings

    chosen = settings(st.container())
    wanted = {name: name in chosen.extras for name in ("compare", "penalty")}
    address = {name: chosen.address[name] for name in ("model", "n", "angles", "learn")}
    st.text({**address, "n": int(address["n"]), **wanted, "draw": chosen.draws})


VALUES = {
    neighbours: {
        "k": range(1, 31),
        "among": ("all", "draw"),
    },
    best_lambda: {
        "k": range(1, 31),
        "n": (100, 200, 500, 1_000),
        "tested": (200, 500, 700),
        "draws": (1, 2, 3, 5, 10, 20),
        "seed": (0, 7, 9_999),
        "grid": ("talk", "fine"),
    },
    averaging: {
        "model": ("mlp", "cnn", "logistic", "kernel"),
        "n": (500, 1_000, 2_000, 4_000, 8_000),
        "angles": ("talk", "fine", "wide", "circle"),
        "learn": ("held-out", "training"),
        "compare": (False, True),
        "penalty": (False, True),
        "draw": (False, True),
    },
}
SETTINGS = [(page, name) for page, settings in VALUES.items() for name in settings]
WORDS = {False: "no", True: "yes"}


class Visit:
    """A page whose component writes the address: never, after each run, or only when the next has begun.

    Parameters
    ----------
    lag : runs that begin before the address of one is written; None where it never is
    bare : whether defaults are left out of the address
    """

    def __init__(self, page, lag=0, bare=True, **link):
        self.app = AppTest.from_function(page, default_timeout=SECONDS)
        self.app.query_params.update(link)
        self.lag, self.bare = lag, bare
        self.unwritten = []
        self.run()
        self.defaults = self.shown

    @property
    def shown(self):
        return ast.literal_eval(self.app.text[0].value)

    def run(self):
        if self.lag is not None and len(self.unwritten) > self.lag:
            self.write(self.unwritten.pop(0))
        self.app.run()
        assert not self.app.exception
        self.unwritten.append(self.shown)

    def write(self, shown):
        for name, value in shown.items():
            self.app.query_params.pop(name, None)
            if not (self.bare and value == self.defaults[name]):
                self.app.query_params[name] = WORDS[value] if isinstance(value, bool) else str(value)

    def choose(self, name, value):
        key = f"_setting_{name}"
        kinds = (self.app.selectbox, self.app.number_input, self.app.toggle)
        widget = next(widget for widget in chain(*kinds) if widget.key == key)
        widget.set_value(value)
        self.run()


MANNERS = [
    pytest.param({"lag": None}, id="never"),
    pytest.param({"lag": 0}, id="at once"),
    pytest.param({"lag": 0, "bare": False}, id="at once, defaults too"),
    pytest.param({"lag": 1}, id="late"),
    pytest.param({"lag": 2, "bare": False}, id="later, defaults too"),
]


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize(("page", "name"), SETTINGS, ids=lambda part: getattr(part, "__name__", part))
def test_every_value_and_back_twice(page, name, manner):
    visit = Visit(page, **manner)
    values = list(VALUES[page][name])
    assert visit.shown[name] in values
    for value in [*values, *reversed(values)] * 2:
        visit.choose(name, value)
        assert visit.shown[name] == value
    visit.run()
    visit.run()
    assert visit.shown == {**visit.defaults, name: values[0]}


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("page", VALUES, ids=lambda page: page.__name__)
def test_different_settings_in_a_row(page, manner):
    visit = Visit(page, **manner)
    expected = visit.shown
    for end in (-1, 0, -1):
        for name, values in VALUES[page].items():
            expected = {**expected, name: values[end]}
            visit.choose(name, values[end])
            assert visit.shown == expected
    visit.run()
    assert visit.shown == expected


@pytest.mark.parametrize(("page", "name"), SETTINGS, ids=lambda part: getattr(part, "__name__", part))
def test_a_link_decides_at_first_and_when_it_says_something_new(page, name):
    values = list(VALUES[page][name])[:6]
    texts = [WORDS[value] if isinstance(value, bool) else str(value) for value in values]
    visit = Visit(page, **{name: texts[-1]})
    assert visit.shown[name] == values[-1]
    for (text, value), _ in pairwise([*zip(texts, values, strict=True)] * 2):
        visit.run()
        visit.app.query_params[name] = text
        visit.unwritten.clear()
        visit.run()
        assert visit.shown[name] == value


def test_a_link_decides_once_the_address_has_caught_up_even_with_an_earlier_value():
    visit = Visit(neighbours, lag=0, k="5")
    visit.choose("k", 7)
    visit.run()
    visit.unwritten.clear()
    visit.app.query_params["k"] = "5"
    visit.run()
    assert visit.shown["k"] == 5


def test_back_brings_what_the_address_says_even_if_it_said_so_before(monkeypatch):
    visit = Visit(neighbours, lag=None, k="5")
    visit.choose("k", 7)
    assert visit.shown["k"] == 7, "the address still says 5, and lags"
    monkeypatch.setattr("lazyq.ui.address._is_history", lambda: True)
    visit.run()
    assert visit.shown["k"] == 5


def test_what_is_refused_is_said_until_something_is_chosen():
    visit = Visit(averaging, lag=None, model="oracle", compare="maybe")
    assert visit.shown == {**visit.defaults, "model": "mlp", "compare": False}
    words = [warning.value for warning in visit.app.warning]
    assert words == [
        "The link’s model can’t be shown: it must be one of mlp, cnn, logistic, kernel.",
        "The link’s compare can’t be shown: it must be one of no, yes.",
    ]
    visit.run()
    assert len(visit.app.warning) == 2
    visit.choose("model", "cnn")
    assert len(visit.app.warning) == 1
    visit.choose("model", "mlp")
    assert len(visit.app.warning) == 1
    assert visit.shown["model"] == "mlp"


ROUTER = """
import streamlit as st
st.navigation([st.Page("pages/first.py", default=True), st.Page("pages/second.py")]).run()
"""
PAGE = """
import streamlit as st
from lazyq.ui.address import Setting, select
st.text(select(Setting("n", (1, 2, 3), {default}), "Count"))
"""


def test_pages_that_name_a_setting_alike_have_one_each(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "app.py").write_text(ROUTER)
    for name, default in (("first", 1), ("second", 3)):
        (tmp_path / "pages" / f"{name}.py").write_text(PAGE.format(default=default))
    app = AppTest.from_file(tmp_path / "app.py", default_timeout=SECONDS).run()
    app.selectbox[0].set_value(2).run()
    assert app.text[0].value == "2"
    app.switch_page("pages/second.py").run()
    assert app.text[0].value == "3"
    app.selectbox[0].set_value(1).run()
    assert app.text[0].value == "1"
    app.switch_page("pages/first.py").run()
    assert app.text[0].value == "1"


def folded_away() -> None:
    import streamlit as st

    from lazyq.ui.address import Setting, number, select, toggle

    notices = st.container(key="notices")
    with st.expander("Settings"):
        select(Setting("one", ("a", "b"), "a"), "One", notices=notices)
        number(Setting("some", range(1, 9), 2), "Some", notices=notices)
        toggle(Setting("whether", (False, True), False), "Whether", "", notices=notices)


def test_what_is_refused_is_said_outside_of_what_is_folded_away():
    app = AppTest.from_function(folded_away, default_timeout=SECONDS)
    for parameter in ("one", "some", "whether"):
        app.query_params[parameter] = "nonsense"
    app.run()
    assert not app.exception
    assert len(app.warning) == 3
    assert not app.expander[0].warning
