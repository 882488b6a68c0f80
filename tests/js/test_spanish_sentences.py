"""Sentences that are put together from numbers, in Spanish: plurals, and commas that begin decimals."""

import json

from lazyq.ui.components import ASSETS
from lazyq.ui.joining import joined_modules
from lazyq.ui.language import catalogue, plural_order

LENS = """
const at = (shifts, residual, penalty) => ({
  shifts, distance: 3, squaredResidual: 9 * residual, squaredPenalty: 9 * penalty,
  rowResiduals: [2.5, 1], rowPenalties: [0.25, 0],
})
const names = { x: 'un 6, dígito', y: 'un 0, dígito', z: 'un 8, dígito' }
const both = (changes) => bothSentence({
  lam: 0.5, at: at([0], 1, 0), other: { distance: 4 }, changes, names,
})
return {
  none: sentence(0.5, at([0, 0], 1, 0)),
  one: sentence(0.5, at([0, 1], 0.8, 0.2)),
  two: sentence(0, at([-3, 1], 1, 0)),
  row: rowSentence(0, at([1, 0], 1, 0)),
  never: both([]),
  once: both([0.25]),
  often: both([0.125, 0.25, 2]),
  close: guessSentence(0.5, 0.55),
}
"""
NEIGHBOURS = """
const runs = [
  { from: 0, to: 0.5, vote: 6 }, { from: 0.5, to: 0.75, vote: 0 }, { from: 0.75, to: Infinity, vote: 6 },
]
const counts = (votes) => Array.from({ length: 10 }, (_, digit) => votes[digit] ?? 0)
return {
  tie: voteSentence(0.5, counts({ 1: 2, 3: 2, 8: 1 }), 8),
  one: voteSentence(0, counts({ 7: 1 }), 7),
  changing: changeSentence(runs),
  swap: swapSentence([8], [4, 9]),
  nobody: swapSentence([], [4]),
}
"""


def spoken(node, folder, name, names, body):
    """Return what a component's sentences are in Spanish."""
    code, path = "es", f"components/{name}/words.js"
    language = {"code": code, "forms": plural_order(code), "texts": dict(catalogue(code).texts)}
    program = folder / f"{name}.mjs"
    program.write_text(
        f"const $language = {json.dumps(language)}\n{joined_modules(ASSETS, path)}\n"
        f"const {{ {names} }} = $modules['{path}']\n"
        f"const all = () => {{ {body} }}\nconsole.log(JSON.stringify(all()))\n",
        "utf-8",
    )
    return node(program)


def test_sentences_of_lens(node, tmp_path):
    names = "sentence, rowSentence, bothSentence, guessSentence"
    at_half = "Con λ = 0,5, x, un 6, está más cerca de y, un 0 (d = 3,000), que de z, un 8 (d = 4,000). "
    assert spoken(node, tmp_path, "lens", names, LENS) == {
        "none": "Con λ = 0,5 ningún movimiento compensa su penalización: la distancia perezosa es la "
        "distancia ordinaria, 3,000.",
        "one": "Con λ = 0,5 se mueve 1 de 2 filas, 1 píxel. La penalización supone el 20 % de d².",
        "two": "Con λ = 0 moverse es gratis: se mueven 2 de 2 filas, 3 píxeles como mucho. La distancia "
        "3,000 es el residuo que ningún desplazamiento puede remediar.",
        "row": "La fila 1 se mueve 1 píxel a la izquierda: residuo² 2,500 + penalización² 0,250 = 2,750 de "
        "d² = 9,000.",
        "never": f"{at_half}Así es con cualquier λ.",
        "once": f"{at_half}Cambia de lado en λ = 0,25.",
        "often": f"{at_half}Cambia de lado en λ = 0,125; 0,25 y 2.",
        "close": "Dijiste λ = 0,5; ninguna fila se mueve a partir de λ = 0,550, ¡muy cerca!",
    }


def test_sentences_of_neighbours(node, tmp_path):
    names = "voteSentence, changeSentence, swapSentence"
    assert spoken(node, tmp_path, "neighbours", names, NEIGHBOURS) == {
        "tie": "Con λ = 0,5 hay 2 de 5 votos para el 1, 2 para el 3, 1 para el 8. 1 y 3 empatan, y cuenta el "
        "menor: x se lee como un 1, pero es un 8.",
        "one": "Con λ = 0 el único vecino vota por el 7: x se lee como un 7, y es correcto.",
        "changing": "El voto cambia con λ: 6 hasta λ = 0,5; 0 hasta 0,75; 6 desde λ = 0,75.",
        "swap": "entra un 8 y salen un 4, un 9",
        "nobody": "no entra nadie y sale un 4",
    }
