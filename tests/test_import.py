import inspect
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


def test_every_package_of_the_library_is_there_without_an_import_of_its_own() -> None:
    code = """
import pkgutil, types
import lazyq
inner = {"cli", "compute", "extras", "late", "root", "ui", "wording"}
names = {module.name for module in pkgutil.iter_modules(lazyq.__path__)} - inner
print(sorted(names - set(dir(lazyq))))
print(all(isinstance(getattr(lazyq, name), types.ModuleType) for name in names))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['words']", "True"]


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


def test_help_shows_signatures_that_can_be_read() -> None:
    """No union of all that NumPy takes, and no function by its place in memory."""
    import lazyq

    for name in lazyq.__all__:
        value = getattr(lazyq, name)
        own = (
            [getattr(value, part) for part in dir(value) if part[0] != "_"] if isinstance(value, type) else []
        )
        for function in filter(callable, [value, *own]):
            shown = str(inspect.signature(function))
            assert "_typing" not in shown, (name, function)
            assert " at 0x" not in shown, (name, function)


def test_help_of_every_function_says_what_it_takes_returns_and_raises() -> None:
    import lazyq

    for name in lazyq.__all__:
        value = getattr(lazyq, name)
        if not isinstance(value, type):
            text = inspect.getdoc(value) or ""
            assert {"Parameters", "Raises", "Examples"} <= set(text.splitlines()), name
            assert "Returns" in text or text.startswith("Return "), name
