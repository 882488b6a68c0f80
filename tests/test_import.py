import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_import_is_light() -> None:
    heavy = {"streamlit", "plotly", "torchvision", "sklearn"}
    code = f"import sys, lazyq; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_names_exist() -> None:
    import lazyq

    assert sorted(lazyq.__all__) == lazyq.__all__
    assert all(getattr(lazyq, name).__doc__ for name in lazyq.__all__)
