"""No line of a Spanish page parts a number from its percent sign, or λ from its value."""

import pytest

from .charts import SMALLEST
from .lines import parted
from .resting import ADDRESSES, everything_open, path_of

TELLING = ("about", "best-lambda")  # with the most ways to write numbers


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(url, marks=() if url in TELLING else pytest.mark.thorough, id=url or "start")
        for url in ADDRESSES
    ],
)
def test_no_line_parts_a_number_from_what_belongs_to_it(new_page, open_page, url):
    path = path_of(url)
    page = new_page(viewport=SMALLEST, reduced_motion="reduce")
    open_page(f"{path}{'&' if '?' in path else '?'}lang=es", on=page)
    assert parted(page) + parted(everything_open(page)) == []
