"""From the start of a server to what its first visitor sees, page by page, in headless Chromium.

    python -m benchmarks.cold_server
    python -m benchmarks.cold_server start averaging --root ../before --pictures out

Every page has a server of its own that no one has visited, whose LAZYQ_CACHE is empty; with ``--warm`` one
that holds the results of an earlier visit. The frame is there when the page's title and the navigation are,
the figure when its sentence stands below it, the result when nothing is computed any more.
Beside the seconds stand the processor seconds that the server has used until then, which a busy machine
changes less. Needs Chromium and the packages of tests/requirements.txt. Asserts no time.
"""

import argparse
import os
import platform
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.harness import CHROMIUM_ARGUMENTS, ROOT, AppServer, find_chromium

SENTENCES = {
    "start": ".start .sentence",
    "lens": ".lens .sentence",
    "words": ".words .sentence",
    "six-or-nine": ".six-or-nine .sentence",
    "steering": ".steering .sentence",
    "neighbours": ".neighbours .sentence",
    "best-lambda": ".accuracy .quiz",
    "average": ".average .sentence",
    "aligning": ".aligning .sentence",
    "geometry": ".geometry .sentence",
    "averaging": ".averaging .copies",
    "sample-gain": ".sample-gain .counted",
    "hardness": ".hardness .left-over",
    "teach": "[data-testid=stTextAreaRootElement]",
    "about": ".js-plotly-plot .main-svg",
}
SECONDS = 180
SHOTS = (0.3, 0.6, 1.0, 2.0)  # seconds after the request
POLL = 0.02
# Components live in shadow roots, which document.querySelector doesn't look into.
SEEN = """([frame, figure, progress]) => {
  const everywhere = (root, selector) => {
    const found = root.querySelector(selector)
    if (found) return found
    for (const node of root.querySelectorAll('*'))
      if (node.shadowRoot) { const inner = everywhere(node.shadowRoot, selector); if (inner) return inner }
    return null
  }
  const text = (node) => Boolean(node && (node.textContent.trim() || node.children.length))
  const app = document.querySelector('[data-testid=stApp]')
  return {
    frame: text(document.querySelector('h1')) && Boolean(document.querySelector(frame)),
    figure: text(everywhere(document, figure)),
    rest: app?.dataset.testScriptState === 'notRunning' && !document.querySelector(progress),
  }
}"""
NAVIGATION = "[data-testid=stTopNav], [data-testid=stTopNavLink], [data-testid=stSidebarNav]"
PROGRESS = "[data-testid=stProgress]"
STEPS = ("frame", "figure", "result")


class Moment(NamedTuple):
    """Seconds since the request, and the processor seconds of the server since its start."""

    seconds: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", choices=[*SENTENCES, []], help="default: all")
    parser.add_argument("--root", type=Path, default=ROOT, help="a checkout to measure in place of this one")
    parser.add_argument("--runs", type=int, default=1, help="servers for each page (default 1)")
    parser.add_argument("--warm", action="store_true", help="once more, with the results of the first visit")
    parser.add_argument("--pictures", type=Path, help="folder for pictures of the first two seconds")
    arguments = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load before {load()}")
    print(f"{'seconds, processor seconds':26}{'healthy':>14}" + "".join(f"{step:>14}" for step in STEPS))
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        with launched as browser:
            for name in [*(arguments.pages or SENTENCES)] * arguments.runs:
                with tempfile.TemporaryDirectory() as folder:
                    for kind in ("", " (results kept)") if arguments.warm else ("",):
                        healthy, moments = visited(browser, name, Path(folder), arguments)
                        found = [shown(healthy), *(shown(moments[step]) for step in STEPS)]
                        print(f"{name + kind:26}" + "".join(f"{text:>14}" for text in found), flush=True)
    print(f"load after {load()}")


def visited(
    browser: Browser, name: str, folder: Path, arguments: argparse.Namespace
) -> tuple[Moment, dict[str, Moment]]:
    """Start a server, visit one page, and return when it was healthy and when each step was there."""
    started = time.monotonic()
    with AppServer(folder, root=arguments.root.resolve()) as app:
        healthy = Moment(time.monotonic() - started, cpu_seconds(app.process.pid))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        begun = time.monotonic()
        page.goto(f"{app.url}/{'' if name == 'start' else name}", wait_until="commit")
        moments = watched(page, app, name, begun, arguments.pictures)
        page.close()
    return healthy, moments


def watched(page: Page, app: AppServer, name: str, begun: float, pictures: Path | None) -> dict[str, Moment]:
    """Look at the page until all is there."""
    moments: dict[str, Moment] = {}
    shots = list(SHOTS) if pictures else []
    while "result" not in moments:
        now = time.monotonic() - begun
        if shots and now >= shots[0]:
            assert pictures is not None
            page.screenshot(path=pictures / f"{name}-{shots.pop(0):g}.png")
            continue
        if now > SECONDS:
            raise SystemExit(f"{name}: no more than {', '.join(moments) or 'nothing'} after {SECONDS} s")
        seen = page.evaluate(SEEN, [NAVIGATION, SENTENCES[name], PROGRESS])
        seen["result"] = seen["figure"] and seen.pop("rest")
        for step, there in seen.items():
            if there and step not in moments:
                moments[step] = Moment(time.monotonic() - begun, cpu_seconds(app.process.pid))
        time.sleep(POLL)
    return moments


def cpu_seconds(process: int) -> float:
    """Return what a process and its threads have used, as Linux tells it."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def shown(moment: Moment) -> str:
    return f"{moment.seconds:.1f}, {moment.cpu:.1f}"


def load() -> str:
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


if __name__ == "__main__":
    main()
