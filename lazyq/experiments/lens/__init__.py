"""Two digits and their λ-path."""

from lazyq.experiments.lens.files import lens_npz, lens_python
from lazyq.experiments.lens.pair import lens_path

__all__ = ["lens_npz", "lens_path", "lens_python"]
