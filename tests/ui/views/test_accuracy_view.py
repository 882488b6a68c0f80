"""What the page Best λ is given to tell, in the visitor's language."""

import pytest

from lazyq.experiments.accuracy import TALK_LAMS, AccuracySpec, accuracy_table
from lazyq.experiments.accuracy.pairing import listed
from lazyq.ui.views.accuracy import accuracy_data, spoken
from lazyq.wording import worded

SPEC = AccuracySpec(TALK_LAMS, 60, 50, 3, 2, 1, True, "sklearn", "sklearn")


@pytest.fixture
def spanish(monkeypatch):
    monkeypatch.setattr("lazyq.ui.language.language", lambda: "es")


def test_what_is_kept_for_others_is_told_to_each_in_their_language(monkeypatch):
    table = accuracy_table(SPEC)
    english = accuracy_data(SPEC, table)
    monkeypatch.setattr("lazyq.ui.language.language", lambda: "es")
    spanish = accuracy_data(SPEC, table)
    assert english["choice"].startswith("Without a look at the test digits: ")
    assert spanish["choice"].startswith("Sin mirar los dígitos de prueba: ")
    assert "scikit-learn’s, which are easier" in english["comparison"]
    assert "que son más fáciles" in spanish["comparison"]
    assert [claim["holds"] for claim in english["claims"]] == [claim["holds"] for claim in spanish["claims"]]
    assert english["claims"][2]["text"] != spanish["claims"][2]["text"]
    assert english["mean"] == spanish["mean"]


def seen(text):
    """Return a text as it is read; where its lines may end is another matter."""
    return spoken(text).replace("\u00a0", " ")


def test_numbers_that_are_told_are_as_spanish_has_them(spanish):
    lams = listed([worded("λ = {lam} in {count}", lam=lam, count=1) for lam in ("0.5", "0.7", "∞")])
    assert lams == "λ = 0.5 in 1, λ = 0.7 in 1 and λ = ∞ in 1"
    assert seen(lams) == "λ = 0,5 en 1, λ = 0,7 en 1 y λ = ∞ en 1"
    equal = worded("λ = 10 equals λ = ∞: the same answer for all {all} digits asked.", all="15,000")
    assert seen(equal) == "λ = 10 da lo mismo que λ = ∞: igual respuesta para los 15.000 dígitos preguntados."
