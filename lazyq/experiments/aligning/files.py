"""What there is to take away from the page Aligning: arrays, and programs that compute them."""

from lazyq.experiments.aligning.result import Aligning, Domains
from lazyq.experiments.aligning.spec import AligningSpec
from lazyq.experiments.exporting import npz, spec_code


def aligning_npz(result: Aligning) -> bytes:
    """Return two clouds and their alignment as a NumPy archive: the arrays of both results by name."""
    arrays = {name: value for name, value in vars(result).items() if name != "clouds"}
    return npz(**vars(result.clouds), **arrays)


def domains_npz(result: Domains) -> bytes:
    """Return the transfer of labels as a NumPy archive: the arrays of Domains by name."""
    return npz(**vars(result))


def aligning_python(spec: AligningSpec) -> str:
    """Return a program that aligns the clouds of a spec with the library, and moves a point that is new."""
    share, parts = spec.share, [f"reg={_number(spec.reg)}"]
    name = "InfoOT"
    if share < 1:
        name = "LazyInfoOT" if spec.method == "lazy" else "FusedInfoOT"
        parts = [f"lam={_number(share / (1 - share))}", f"reg={_number(spec.reg / (1 - share))}"]
    if name == "LazyInfoOT":
        parts.insert(0, f"laziness={_number(spec.laziness / (1 - share) ** 0.5)}")
    elif spec.unbalanced < float("inf"):
        parts.append(f"unbalanced={_number(spec.unbalanced / (1 - share) if share < 1 else spec.unbalanced)}")
    parts += [f"bandwidth={_number(spec.bandwidth)}", f"n_outer={spec.steps}"]
    return "\n".join(
        [
            "import numpy as np",
            "",
            "from lazyq.experiments.aligning import CloudsSpec, clouds",
            f"from lazyq.infoot import {name}",
            "",
            f"pair = clouds({spec_code(spec.clouds)})",
            f"aligned = {name}({', '.join(parts)}).fit(pair.x, pair.y)",
            "own = pair.clusters_x[:, None] == pair.clusters_y",
            "told = aligned.plan_[:, pair.clusters_y >= 0].sum()",
            'print("mass on the right cluster", round(aligned.plan_[own].sum() / told, 4))',
            'print("mutual information", round(aligned.information_, 4))',
            'print("a new point goes to", aligned.transform(np.array([[0.0, 0.0]])).round(4))',
            "",
        ]
    )


def _number(value: float) -> str:
    return 'float("inf")' if value == float("inf") else repr(round(value, 12))
