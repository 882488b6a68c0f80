"""What the tests of the interface share: pages run here import nothing behind the tests' backs."""

import pytest

from lazyq.ui import preparing


@pytest.fixture(scope="session", autouse=True)
def nothing_behind():
    """As if what other pages need had been imported already, which it has in most tests."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(preparing, "prepare_rest", lambda: None)
        yield
