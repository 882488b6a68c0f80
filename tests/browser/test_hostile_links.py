"""Links that a hostile visitor made: their markup is text, and nothing outside is asked for or linked to."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from .resting import ADDRESSES

OUTSIDE = "127.0.0.2"
PICTURE = f"![a](//{OUTSIDE}/b.png)"
LINKS = f"[Log in](//{OUTSIDE}) https://{OUTSIDE}/c www.{OUTSIDE}.com <a href='//{OUTSIDE}'>d</a> :red[e] $f$"
OF_EVERY_PAGE = "x y lam v"
PARAMETERS = {
    "lens": "x y lam pins row shift curve v",
    "neighbours": "x y lam k among n tested draws seed grid view guess v",
    "best-lambda": "x y lam k n tested draws seed grid view guess changing v",
    "words": "x y lam text language word scrambled to v",
    "average": "x y lam digit size averages picks v",
    "aligning": "x y lam points seed digits angle dx dy info equal unequal outliers reg bandwidth show point "
    "starts step pixel_lam v",
    "six-or-nine": "x y lam a b size many angle pixel_lam v",
    "geometry": "x y lam n dim show from digit_x digit_y v",
    "hardness": "x y lam nodes seed guess ruled below graph edge at noise symmetric tau asked k part v",
    "sample-gain": "x y lam group assumed outside noise smoothness seed n level slide size x1 x2 turn tilt "
    "shown guess v",
    "steering": "x y lam d train steps weight positives seed angle beside turn dot from v",
    "teach": "x y lam from v",
    "averaging": "x y lam model n angles learn compare penalty digit step strength turn g pi v",
}
ASKED = f"performance.getEntries().filter(({{ name }}) => name.startsWith('http://{OUTSIDE}')).length"


@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: url or "start")
def test_markup_in_a_link_is_text(page, open_page, url):
    query = urlencode(
        dict.fromkeys(
            [
                *PARAMETERS.get(url, OF_EVERY_PAGE).split(),
                "present",
                "tour",
                "lesson",
                "lesson_step",
                "hide",
                "lock",
                "room",
            ],
            f"{PICTURE} {LINKS}",
        )
    )
    open_page(f"/{url}?{query}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # In the query of a link to a page of the app the slashes are written as %2F.
    outward = [f"a[href*='//{start}{OUTSIDE}']" for start in ("", "www.")]
    assert page.locator(f"{', '.join(outward)}, img[src*='{OUTSIDE}']").count() == 0
    assert page.evaluate(ASKED) == 0


@pytest.mark.parametrize("name", ["lens", "neighbours"])
def test_what_a_link_asks_for_is_shown_letter_by_letter(page, open_page, name):
    open_page(f"/{name}?{urlencode({'x': PICTURE})}")
    expect(page.get_by_test_id("stAlert").first).to_contain_text(PICTURE)
