"""help() of whatever has a public name says what it takes, in the sections that all of lazyq has."""

import importlib
import inspect
import re

import pytest

from tests.test_examples import PACKAGES

SECTION = re.compile(r"^(Parameters|Attributes|Notes|Returns|Raises|Warns|Examples|References)\n-+$", re.M)
NAMES = re.compile(r"^([\w*, ]+?) :", re.M)  # "x, y : (n, d)", unindented


def public():
    """Return every public function and class of the library once, by the first name it is found under."""
    found = {}
    for package in [*PACKAGES, "lazyq.plots"]:
        module = importlib.import_module(package)
        own = [name for name, value in vars(module).items() if getattr(value, "__module__", "") == package]
        for name in getattr(module, "__all__", own):
            value = getattr(module, name)
            is_ours = str(getattr(value, "__module__", "")).startswith("lazyq")
            is_error = inspect.isclass(value) and issubclass(value, Exception)
            is_one = inspect.isclass(value) or inspect.isroutine(value)
            if is_one and is_ours and not is_error and not name.startswith("_"):
                found.setdefault(id(value), (f"{package}.{name}", value))
    return dict(found.values())


PUBLIC = public()


def sections(documented):
    """Return the text of each section of a docstring by its name."""
    parts = SECTION.split(inspect.getdoc(documented))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def named(documented):
    """Return what the sections of parameters and attributes are about."""
    held = sections(documented)
    text = held.get("Parameters", "") + held.get("Attributes", "")
    return {name.strip("* ") for names in NAMES.findall(text) for name in names.split(",")}


@pytest.mark.parametrize("name", PUBLIC)
def test_all_that_is_taken_or_held_is_said(name):
    member = PUBLIC[name]
    taken = {parameter for parameter in inspect.signature(member).parameters if not parameter.startswith("_")}
    assert taken - named(member) == set()
    assert inspect.isabstract(member) <= bool({"Attributes", "Notes"} & sections(member).keys())
