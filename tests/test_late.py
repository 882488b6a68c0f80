"""Names that a package imports when they are asked for."""

from importlib import import_module

import pytest


@pytest.mark.parametrize("package", ["averaging", "filters", "infoot", "means", "neighbors"])
def test_every_name_is_there_and_others_are_refused(package):
    module = import_module(f"lazyq.{package}")
    assert all(getattr(module, name).__doc__ for name in module.__all__)
    with pytest.raises(AttributeError, match=f"module 'lazyq.{package}' has no attribute 'wiggle'"):
        module.wiggle  # noqa: B018
