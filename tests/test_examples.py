"""The examples in the docstrings print what they say, and whatever has a public name has one."""

import doctest
import importlib
import inspect
import re

import pytest

PACKAGES = [
    "lazyq",
    "lazyq.actions",
    "lazyq.averaging",
    "lazyq.care",
    "lazyq.datasets",
    "lazyq.filters",
    "lazyq.hardness",
    "lazyq.infoot",
    "lazyq.means",
    "lazyq.metric",
    "lazyq.neighbors",
    "lazyq.riemannian",
    "lazyq.spectral",
    "lazyq.testing",
    "lazyq.transport",
    "lazyq.words",
]
# What only comes out of functions is in the examples of those. What fetches from the network is not run.
WITHOUT = {"Available", "Found", "Digits", "BackgroundDownload", "start_download"}
NEEDS_MNIST = {"load_mnist"}
NUMBER = re.compile(r"-?\d+\.?\d*(?:e[+-]\d+)?")


class Numbers(doctest.OutputChecker):
    """Compare texts as they are and numbers by value: torch writes 2. or 2.0000, as rounding goes."""

    def check_output(self, want, got, optionflags):
        if super().check_output(want, got, optionflags):
            return True
        texts = [" ".join(NUMBER.sub("#", text).split()).replace("[ ", "[") for text in (want, got)]
        said, printed = ([float(number) for number in NUMBER.findall(text)] for text in (want, got))
        return texts[0] == texts[1] and said == pytest.approx(printed, rel=0, abs=6e-5)


def owes_an_example(value):
    if not inspect.isclass(value) and not inspect.isroutine(value):
        return False  # a name for a type
    if ">>>" in (inspect.getdoc(value) or ""):
        return True
    only_results = inspect.isclass(value) and issubclass(value, (tuple, Exception))
    return not only_results and not inspect.isabstract(value) and value.__name__ not in WITHOUT


def public():
    """Return every public object that owes an example once, by the first name it is found under."""
    found = {}
    for package in PACKAGES:
        module = importlib.import_module(package)
        own = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == package]
        for name in getattr(module, "__all__", own):
            value = getattr(module, name)
            if not name.startswith("_") and owes_an_example(value):
                found.setdefault(id(value), (f"{package}.{name}", value))
    return dict(found.values())


PUBLIC = public()


@pytest.mark.parametrize("name", PUBLIC)
def test_example_prints_what_it_says(request, name):
    if PUBLIC[name].__name__ in NEEDS_MNIST:
        request.getfixturevalue("mnist_raw")  # or skip
    (example,) = doctest.DocTestFinder(recurse=False).find(PUBLIC[name], name, globs={})
    assert example.examples, f"{name} has no example"
    said: list[str] = []
    doctest.DocTestRunner(Numbers(), optionflags=doctest.REPORT_NDIFF).run(example, out=said.append)
    assert not said, "".join(said)


@pytest.mark.parametrize(
    ("want", "got", "same"),
    [
        ("tensor([2., 0.])", "tensor([ 2.0000, -0.0000])", True),
        ("1.4142", "1.4143", False),
        ("[1]", "(1)", False),
    ],
)
def test_numbers_are_compared_by_value(want, got, same):
    assert Numbers().check_output(want, got, 0) is same
