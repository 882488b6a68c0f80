"""The turning embeddings to take away: as arrays, and as a program that measures them anew."""

from dataclasses import fields

import numpy as np

from lazyq.experiments.exporting import npz, spec_code
from lazyq.experiments.steering.result import Steering
from lazyq.experiments.steering.spec import SteeringSpec


def steering_npz(spec: SteeringSpec, result: Steering) -> bytes:
    """Return all arrays of a result as a NumPy archive, named as in :class:`Steering`, and the data set.

    Texts are arrays of texts.
    """
    arrays = {field.name: np.asarray(getattr(result, field.name)) for field in fields(result)}
    return npz(**arrays, dataset=spec.dataset, x_reference=spec.x)


def steering_python(spec: SteeringSpec) -> str:
    """Return a program that prints the errors of every method, and the phases at one angle.

    ``{angle}``, degrees, is left open.
    """
    names = ["SteeringSpec", "steering"]
    written = {}
    if spec.live is not None:
        names.insert(0, "LiveTraining")
        written["live"] = spec_code(spec.live)
    shown = spec_code(spec, **written)
    return "\n".join(
        [
            "import numpy as np",
            "",
            f"from lazyq.experiments.steering import {', '.join(names)}",
            "",
            f"result = steering({shown})",
            "k = round({angle} / 360 * len(result.degrees)) % len(result.degrees)",
            "for m, method in enumerate(result.methods):",
            "    still, moved = result.embeddings[m, 0], result.embeddings[m, k]",
            "    left, _, right = np.linalg.svd(moved.T @ still)",
            "    left[:, -1] *= np.linalg.det(left @ right)",
            "    dots = np.square(moved - still @ (left @ right).T).sum(1).mean()",
            "    print(method, 'Wahba error of the dots', round(float(dots), 4), 'of others',",
            "          round(float(result.wahba[m, k]), 4), 'warns', bool(result.warned[m]))",
            "    print('  phases / °', result.phases[m, k].round(1), 'composition', "
            "round(float(result.composition[m, k]), 3))",
            "",
        ]
    )
