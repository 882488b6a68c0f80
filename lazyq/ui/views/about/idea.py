"""The idea in five pictures, the words and the citation; neither torch nor the whole data are needed."""

from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Any

import lazyq
from lazyq.experiments.digits import DatasetDigit
from lazyq.ui.components import component, text
from lazyq.ui.language import tr
from lazyq.ui.library import available, default_pair, label, levels
from lazyq.ui.pixels import to_base64

# A digit, and three others of which another one is nearest at small, at middling and at large λ.
_NEAREST = {
    True: ("mnist-test-1247", "mnist-train-4955", "mnist-train-1352", "mnist-train-1356"),
    False: ("sklearn-1032", "sklearn-891", "sklearn-706", "sklearn-589"),
}
_PACKAGES = {"PyTorch": "torch", "NumPy": "numpy", "Numba": "numba", "Streamlit": "streamlit"}
_about = component("about")


def idea() -> None:
    """Show the idea, the words, what is exact, and how to cite."""
    _about(key="about", data=idea_data())


def idea_data() -> dict[str, Any]:
    """Return what the component is given: the digits of the pictures, and the citation as BibTeX."""
    (x, y), (near, *others) = default_pair(), _NEAREST[available().mnist]
    return {
        "x": _digit(x.text),
        "y": _digit(y.text),
        "nearest": {"x": _digit(near), "others": [_digit(other) for other in others]},
        "citation": text("citation.bib").replace("0.0.0", lazyq.__version__),
    }


def _digit(reference: str) -> dict[str, Any]:
    name, _, index = reference.rpartition("-")
    digit = DatasetDigit(name, int(index))
    return {"reference": reference, "label": label(digit), "pixels": to_base64(levels(digit))}


def versions() -> str:
    """Say in one sentence which versions are in use."""
    found = [f"lazyq {lazyq.__version__}", f"Python {python_version()}"]
    for name, package in _PACKAGES.items():
        try:
            found.append(f"{name} {version(package)}")
        except PackageNotFoundError:
            found.append(tr("no {package}", package=name))
    return f"{', '.join(found)}."
