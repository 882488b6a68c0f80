"""What Words, Six or nine and Average say in Spanish, from the catalogue to the sentence."""

import pytest

from lazyq.ui.language import catalogue, plural_order


@pytest.fixture(scope="module")
def said(node):
    """What the script says in Spanish, by page."""
    language = {"code": "es", "forms": plural_order("es"), "texts": dict(catalogue("es").texts)}
    return node("tests/js/run_spanish_words.mjs", language)


def test_every_sentence_is_in_spanish(said):
    english = (" the ", " of ", " at ", " is ", " are ", " letter ", "You ", "Read ")
    for sentence in (one for sentences in said.values() for one in sentences):
        assert not any(word in sentence for word in english), sentence
        assert "{" not in sentence


def test_numbers_and_plurals_are_as_spanish_has_them(said):
    assert said["words"][:2] == [
        "De «nrbmoe» a «nombre», λ² = 0: se mueven 4 letras, ninguna queda mal. "
        "d² = 0 + 0·20 = 0, d = 0,000.",
        "De «nrbmoe» a «nombre», λ² = 0,3: se mueven 2 letras, 2 quedan mal. "
        "d² = 4 + 0,3·2 = 4,6, d = 2,145.",
    ]
    assert said["words"][5] == "Con λ² = 2, la más próxima es la propia palabra en 1 de 1 caso."
    assert said["six"][2] == "Dijiste 95°; se convierte en un 9 a los 98°: ¡cerca!"
    assert said["average"][2:4] == [
        "mnist-train-7: se mueven 2 filas, la que más, 3 columnas; d = 3,080, "
        "d² = residuo² 9,00 + penalización² 0,50.",
        "mnist-train-7: 1 fila se mueve 1 columna; d = 3,080, d² = residuo² 9,00 + penalización² 0,50.",
    ]
