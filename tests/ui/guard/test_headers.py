import asyncio

import pytest
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse

from lazyq.ui.guard import SecurityHeaders
from lazyq.ui.guard.headers import content_policy

PAGE, TEXT, MISSING = HTMLResponse("<p>page"), PlainTextResponse("text"), PlainTextResponse("no", 404)


def headers_of(answer, query=""):
    """Return the headers that a browser gets with an answer."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "query_string": query.encode("latin-1")}
    asyncio.run(SecurityHeaders(answer)(scope, None, send))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return Headers(raw=sent[0]["headers"])


@pytest.mark.parametrize("answer", [PAGE, TEXT, MISSING])
def test_every_answer_has_them(answer):
    headers = headers_of(answer)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_pages_alone_have_a_policy_for_their_content():
    assert "content-security-policy" in headers_of(PAGE)
    assert "content-security-policy" not in headers_of(TEXT)


def test_what_an_answer_says_itself_stays():
    answer = PlainTextResponse("own", headers={"Referrer-Policy": "no-referrer"})
    assert headers_of(answer).getlist("referrer-policy") == ["no-referrer"]


def test_nothing_is_evaluated_and_nothing_comes_from_elsewhere():
    policy = dict(part.split(" ", 1) for part in content_policy("").split("; "))
    assert "unsafe-eval" not in content_policy("")
    assert not any("http" in sources or "*" in sources for sources in policy.values())
    assert policy["object-src"] == "'none'"


@pytest.mark.parametrize(
    ("query", "ancestors"),
    [
        ("", "'self'"),
        ("embed=true", "*"),
        ("lam=1&embed=TRUE&embed_options=light_theme", "*"),
        ("embed=false", "'self'"),
        ("x=embed=true", "'self'"),
        ("embed=%00", "'self'"),
    ],
)
def test_only_what_is_asked_for_as_a_part_stands_in_a_frame_of_another_site(query, ancestors):
    policy = headers_of(PAGE, query)["content-security-policy"]
    assert policy.endswith(f"; frame-ancestors {ancestors}")
