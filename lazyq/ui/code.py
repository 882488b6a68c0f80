"""The code of components, with markup and styles, which a browser fetches once and has until it changes.

In the messages of a page it would come again with every run: of the Lens nine tenths of what is sent.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lazyq.ui.base import below_base

FOLDER = "code"
_FILE = re.compile(r"(?P<name>[a-z_]{1,40})-(?P<language>[a-z]{2})-(?P<digest>[0-9a-f]{16})\.js")
_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
# Streamlit's own code is beside it, also behind a proxy that has put the app into a folder. A connection
# that is away for some seconds is waited for, by other addresses: browsers may remember what failed.
_FETCHING = """const beside = document.querySelector("script[src*='static/js/']").src
const address = new URL('../../{folder}/{file}', beside)
const fetched = async () => {{
  for (let seconds = 0.5; ; seconds *= 2) {{
    try {{
      return await import(address)
    }} catch (error) {{
      if (seconds > 16) throw error
    }}
    await new Promise((done) => setTimeout(done, 1000 * seconds))
    address.searchParams.set('after', seconds)
  }}
}}
export default async (component) => (await fetched()).default(component)
"""


class _Code(NamedTuple):
    digest: str
    plain: bytes
    packed: bytes


@final
class Code:
    """The scripts of components, and the address of each, which changes with it.

    Parameters
    ----------
    script : returns the module of a component, by its name, in a language
    known : whether there is a component of this name in this language
    """

    def __init__(self, script: Callable[[str, str], str], known: Callable[[str, str], bool]) -> None:
        self._script, self._known = script, known
        self._found = cache(self._made)
        self._served = False

    def sent(self, name: str, language: str) -> str:
        """Return what Streamlit is given as a component's script: that, or what fetches it once served."""
        file = self.file(name, language)
        return self._script(name, language) if file is None else _FETCHING.format(folder=FOLDER, file=file)

    def file(self, name: str, language: str) -> str | None:
        """Return the name of the file that a component's script is fetched by, None before it is served."""
        return f"{name}-{language}-{self._found(name, language).digest}.js" if self._served else None

    def routes(self) -> list[Route]:
        """Return the route of the scripts, which are no longer sent from now on."""
        self._served = True
        return [Route(below_base(f"{FOLDER}/{{file}}"), self._answer)]

    async def _answer(self, request: Request) -> Response:
        asked = _FILE.fullmatch(request.path_params["file"])
        if asked is None or not self._known(asked["name"], asked["language"]):
            return PlainTextResponse("Not found.", 404)
        code = self._found(asked["name"], asked["language"])
        if code.digest != asked["digest"]:
            return PlainTextResponse("Not found.", 404)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(code.plain, 200, _HEADERS, "text/javascript")
        return Response(code.packed, 200, _HEADERS | {"Content-Encoding": "gzip"}, "text/javascript")

    def _made(self, name: str, language: str) -> _Code:
        plain = self._script(name, language).encode()
        return _Code(hashlib.sha256(plain).hexdigest()[:16], plain, gzip.compress(plain, mtime=0))
