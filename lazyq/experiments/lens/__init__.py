"""Two digits and their λ-path, and a third one to compare with."""

from lazyq.experiments.lens.files import lens_npz, lens_python, lens_python_both
from lazyq.experiments.lens.pair import lens_path, third_digit

__all__ = ["lens_npz", "lens_path", "lens_python", "lens_python_both", "third_digit"]
