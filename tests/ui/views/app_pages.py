"""Pages in the app through AppTest: how a link opens one, and what its view is given."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from lazyq.ui.shell import ROOT

SECONDS = 120


def app_page(name: str, **parameters: str) -> AppTest:
    """Return the page of this file as a link with these parameters opens it."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=SECONDS)
    app.query_params.update(parameters)
    return app.switch_page(f"pages/{name}.py").run()


def given_to(page: AppTest, part: str) -> Any:
    """Return all that the component that is given this part is given, None if there is none."""
    texts = (one.proto.json or one.proto.bytes for one in page.get("bidi_component"))
    found = (json.loads(text) for text in texts if text)
    return next((data for data in found if part in data), None)
