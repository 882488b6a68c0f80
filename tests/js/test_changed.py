"""What pages say of a change since they were last told, in English and in Spanish."""

import pytest

from lazyq.ui.language import catalogue, plural_order

SCRIPT = "tests/js/run_changed.mjs"


@pytest.fixture(scope="module")
def english(node):
    return node(SCRIPT)


@pytest.fixture(scope="module")
def spanish(node):
    return node(SCRIPT, {"code": "es", "forms": plural_order("es"), "texts": dict(catalogue("es").texts)})


def test_the_lens_says_which_rows_gave_up_and_what_came_of_it(english):
    assert english["rows"] == [
        "2 rows let go, 1 row moves less; effort 6.6 → 4.1, residual 8.9 → 9.3.",
        "2 rows begin to move, 2 rows move further; effort 4.1 → 6.6, residual 9.3 → 8.9.",
    ]
    assert english["lens"] == [
        "The same rows move; d 2.000 → 2.002.",
        "The same rows move; d 2.0 → 2.1.",
        "1 row lets go; effort 1.0 → 0.0, residual 2.0 → 2.3.",
        "",
        "1 row begins to move; effort 0.0 → 1.0, residual 2.3 → 2.0.",
    ]
    assert english["both"] == ["Still nearer to y; d to y 2.000 → 2.002, d to z 2.000 → 2.002."]


def test_words_say_which_letters_went_back(english):
    assert english["words"] == [
        "The same letters move; d² 0 → 2.",
        "2 letters move back; effort² 20 → 2, letters left wrong 0 → 2.",
        "2 letters move back; effort² 2 → 0, letters left wrong 2 → 4.",
        "",
        "4 letters move away; effort² 0 → 20, letters left wrong 4 → 0.",
    ]


def test_other_pages_say_what_was_before_and_what_is_now(english):
    assert english["six"] == [
        "Still read as a 6; to the nearest 6 3.5 → 3.8.",
        "Now read as a 9, before as a 6; to the nearest 6 3.8 → 4.5, to the nearest 9 5.0 → 4.0.",
        "",
    ]
    assert english["average"][:2] == [
        "Changed: mean squared distance 20.0 → 25.5, residual² 20.0 → 22.3, penalty² 0.0 → 3.3.",
        "",
    ]
    assert english["accuracy"] == ["Changed: read right, in %: 91.0 → 95.2.", ""]
    assert english["gain"] == [
        "Changed: left by the symmetry 3 → 1,250.",
        "Changed: least risk 0.250 → 0.063.",
        "",
    ]
    assert english["race"] == [
        "Changed: elimination 50 % → 100 %.",
        "",
        "Changed: plain network 50 % → 52 %.",
    ]
    assert english["averaging"] == [
        "Changed: log-loss 0.3125 → 0.2500, π at 0° 100 % → 50 %, sureness of S f 75 % → 88 %.",
        "Changed: S f reads the digit as 0 → 1.",
        "",
    ]
    assert english["steering"] == [
        "Changed: near without the loss 12 → 9, error with the loss 0 → 0.002.",
        "Changed: error without the loss 0.500 → 0.625.",
        "",
    ]
    assert english["aligning"] == [
        "",
        "Changed: mass to its own cluster 98.4 % → 25.0 %, "
        "mutual information 1.06 → 1.13, the new point goes to ▲, before to ●.",
        "",
        "Changed: mass to its own cluster 25.0 % → 75.0 %.",
    ]
    assert english["start"] == [
        "Changed: distance 2.0 → 2.1.",
        "Changed: 1 row lets go, distance 2.1 → 2.3.",
        "",
        "Changed: 1 row begins to move, distance 2.3 → 2.0.",
    ]
    assert english["geometry"][1:] == ["", "Changed: distance 1.0 → 0.0, turn 73° → 90°."]


def test_nothing_is_said_while_the_answer_is_hidden_nor_of_something_else(english):
    assert english["hidden"] == [None] * 16


def test_it_is_said_in_spanish(spanish):
    assert spanish["rows"][0] == (
        "2 filas dejan de moverse; 1 fila se mueve menos; esfuerzo 6,6 → 4,1; residuo 8,9 → 9,3."
    )
    assert spanish["lens"][2] == "1 fila deja de moverse; esfuerzo 1,0 → 0,0; residuo 2,0 → 2,3."
    assert spanish["words"][1] == (
        "2 letras vuelven a su sitio; esfuerzo² 20 → 2; letras que quedan mal 0 → 2."
    )
    assert spanish["six"][1] == (
        "Ahora se lee como un 9, antes como un 6; al 6 más próximo 3,8 → 4,5; al 9 más próximo 5,0 → 4,0."
    )
    assert spanish["accuracy"][0] == "Cambio: leídos bien, en %: 91,0 → 95,2."
    assert spanish["gain"][1] == "Cambio: riesgo mínimo 0,250 → 0,063."
    assert spanish["averaging"][0] == (
        "Cambio: pérdida logarítmica 0,3125 → 0,2500; π en 0° 100 % → 50 %; seguridad de S f 75 % → 88 %."
    )
    assert spanish["steering"][0] == ("Cambio: cerca sin la pérdida 12 → 9; error con la pérdida 0 → 0,002.")
    assert spanish["aligning"][3] == ("Cambio: masa que va a su propio grupo 25,0 % → 75,0 %.")
    assert spanish["geometry"][2] == "Cambio: distancia 1,0 → 0,0; giro 73° → 90°."
