"""What Hardness, Sample gain and Best λ say in Spanish: plurals, and commas that begin decimals."""

import pytest

from lazyq.ui.language import catalogue, plural_order


@pytest.fixture(scope="module")
def said(node):
    language = {"code": "es", "forms": plural_order("es"), "texts": dict(catalogue("es").texts)}
    return node("tests/js/run_spanish_gain.mjs", language)


def test_hardness(said):
    rest = "red simple aún no, eliminación 99 %. La tarea fácil: red simple 98 %."
    assert said["race"] == [
        f"Tras 1 muestra, la paridad: {rest}",
        f"Tras 12.345 muestras, la paridad: {rest}",
    ]
    assert said["left"] == "La consulta 1 ha descartado 11 de 64: quedan 53 de 64 tras 1 consulta."
    assert "menos de 1 / τ² = 11,1," in said["bound"]


def test_sample_gain(said):
    assert said["risks"] == ["0", "1,2·10⁻⁵", "0,0050", "0,250"]
    assert said["count"] == (
        "Hasta |k|² = 100 hay 317 ondas, y la simetría deja 85: 3,73 veces menos, con 4 elementos."
    )
    assert said["measured"] == (
        "Valor medido: ×5,12, intervalo del 95 %: de 4,39 a 6,10. Tu apuesta, ×4,00, se queda corta en un "
        "22 %. Una circunferencia vale más cuantas más muestras hay."
    )


def test_best_lambda(said):
    assert said["all"] == (
        "el 91,2 % de los 10.000 dígitos de prueba se lee bien, en la media de 2 sorteos de 1000 dígitos de "
        "entrenamiento (95 %: de 90,0 % a 92,0 %). λ = ∞: 91,2 %."
    )
    assert said["pairs"].startswith("otras λ aciertan más (0,5 y 1); otras λ aciertan menos (0). Cada par")
    assert said["several"].startswith("otras λ aciertan más (0; 0,5 y 1). Cada par")
