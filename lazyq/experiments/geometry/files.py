"""The geometry of a pair to take away: as arrays, and as a program that measures it."""

from lazyq.experiments.exporting import npz
from lazyq.experiments.geometry.pair import GeometryPair, geometry_arrays


def geometry_npz(pair: GeometryPair) -> bytes:
    """Return :func:`geometry_arrays` as a NumPy archive."""
    return npz(**geometry_arrays(pair))


def geometry_python() -> str:
    """Return a program that prints d_λ(x, y), with {n}, {x}, {y}, {lam} and {distance} left to fill in."""
    return "\n".join(
        [
            "import torch",
            "from lazyq.riemannian import OrthogonalAction, align, geodesic",
            "",
            "action = OrthogonalAction({n})",
            "x = torch.tensor({x}, dtype=torch.float64)",
            "y = torch.tensor({y}, dtype=torch.float64)",
            "alignment = align(action, x, y, lam={lam})",
            "print(round(float(alignment.distance), 6))  # {distance}",
            "print(alignment.g)",
            "",
        ]
    )
