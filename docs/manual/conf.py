"""How Sphinx builds the manual: ``python -m docs.build``, with nothing fetched from anywhere."""

import sys
from pathlib import Path

import plotly

ROOT = Path(__file__).resolve().parents[2]
if not (ROOT / "lazyq").is_dir():  # a copy of this folder, which docs/build.py makes; the root is on the path
    ROOT = next(Path(folder) for folder in sys.path if (Path(folder) / "lazyq" / "py.typed").is_file())
sys.path.insert(0, str(ROOT))

import lazyq  # noqa: E402  the path comes first

project = "lazyq"
author = "the authors of lazyq"
copyright = "the authors of lazyq, MIT licence"
version = release = lazyq.__version__
language = "en"

extensions = [
    "sphinx.ext.autodoc",
    "sphinx_gallery.gen_gallery",
    "docs.extensions.docstrings",
    "docs.extensions.mathml",
    "docs.extensions.reference",
]
exclude_patterns = ["examples"]
templates_path: list[str] = []
suppress_warnings: list[str] = []

html_theme = "furo"
html_title = f"lazyq {version}"
html_favicon = str(ROOT / "assets" / "icon.svg")
html_static_path = [
    "_static",
    str(ROOT / "static" / "fonts" / "formulas.woff2"),
    str(Path(plotly.__file__).parent / "package_data" / "plotly.min.js"),
]
html_css_files = ["manual.css"]
html_js_files = [("figures.js", {"defer": "defer"})]
html_math_renderer = "mathml"
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0069A6", "color-brand-content": "#0069A6"},
    "dark_css_variables": {
        "color-brand-primary": "#6CC0F0",
        "color-brand-content": "#6CC0F0",
        "color-background-primary": "#10151B",
        "color-background-secondary": "#1B222B",
    },
}
pygments_style, pygments_dark_style = "a11y-high-contrast-light", "a11y-high-contrast-dark"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_maximum_signature_line_length = 80
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"

sphinx_gallery_conf = {
    "examples_dirs": "examples",
    "gallery_dirs": "gallery",
    "filename_pattern": r"\.py$",
    "within_subsection_order": "FileNameSortKey",
    "image_scrapers": ("docs.extensions.figures.scraper",),
    "reset_modules": ("docs.extensions.figures.prepared",),
    "capture_repr": ("__repr__",),
    "abort_on_example_error": True,
    "default_thumb_file": str(ROOT / "docs" / "manual" / "_static" / "example.svg"),
    "thumbnail_size": (400, 280),
    "show_signature": False,
    "min_reported_time": 1e9,  # how long an example took says something of the machine only
    "write_computation_times": False,
    "remove_config_comments": True,
    "download_all_examples": False,
    "plot_gallery": True,
}
