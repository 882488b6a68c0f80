"""A class behind one address, as a school has it, and the proxy's limit for one address."""

import yaml

from .harness import ROOT
from .resting import at_rest

CLASS = 200


def test_proxy_lets_a_whole_class_open_a_page_at_once(new_page, open_page):
    page = new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    open_page("/six-or-nine?size=100", on=page)
    at_rest(page)
    files = [address for address in asked if address.startswith("http")]
    assert len(files) > 50  # nothing was in the browser's cache
    routes = yaml.safe_load((ROOT / "docs/deployment/proxy/routes.yaml").read_text("utf-8"))
    assert CLASS * len(files) < routes["http"]["middlewares"]["limit"]["rateLimit"]["burst"]
