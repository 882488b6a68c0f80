"""What is said in Spanish, from the catalogue to the sentence."""

from lazyq.ui.language import catalogue, plural_order


def test_start_and_rooms_are_said_in_spanish(node):
    language = {"code": "es", "forms": plural_order("es"), "texts": catalogue("es").texts}

    said = node("tests/js/run_spanish_start.mjs", language)

    assert said["start"] == [
        "Sus filas son demasiado perezosas para moverse: cada 6 sigue siendo exactamente el 6 que era. "
        "Distancia al 9: 8,46.",
        "Moverse es gratis: 2 filas se deslizan, hasta 3 píxeles, y del 6 queda poco. Distancia al 9: 8,46.",
        "A 1 de 2 filas les compensa deslizarse, hasta 1 píxel. Distancia al 9: 8,46.",
    ]
    assert said["names"]["title"] == "un 6 de camino a un dígito"
    assert said["counts"] == ["1 persona ha apostado.", "7 personas han apostado.", "Han apostado 1 de 3."]
    assert said["marks"][1:3] == ["de λ = 0,5 a λ = 1: 1 apuesta", "de λ = 1 a λ = 1,5: 2 apuestas"]
