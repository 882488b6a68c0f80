import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_import_is_light() -> None:
    heavy = {"streamlit", "plotly", "torch", "torchvision", "sklearn", "scipy", "numba"}
    code = f"import sys, lazyq; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_names_exist() -> None:
    import lazyq

    assert sorted(lazyq.__all__) == lazyq.__all__
    assert all(getattr(lazyq, name).__doc__ for name in lazyq.__all__)


def test_torch_comes_with_the_first_name_that_needs_it() -> None:
    code = (
        "import sys, lazyq; before = 'torch' in sys.modules; listed = set(lazyq.__all__) <= set(dir(lazyq));"
        "from lazyq import align; print(before, listed, align is lazyq.metric.align, lazyq.kernels.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False True True lazyq.kernels"


def test_estimators_bring_scikit_learn_and_nothing_else_does() -> None:
    code = (
        "import sys, lazyq; lazyq.pairwise, lazyq.Product; before = 'sklearn' in sys.modules;"
        "from lazyq import LazyKNeighborsClassifierCV, LazyMaxFilter;"
        "print(before, LazyMaxFilter is lazyq.filters.LazyMaxFilter, 'sklearn' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False True True"


def test_other_names_are_refused() -> None:
    import lazyq

    with pytest.raises(AttributeError, match="module 'lazyq' has no attribute 'wiggle'"):
        lazyq.wiggle  # noqa: B018
