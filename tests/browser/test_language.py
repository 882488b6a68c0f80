"""The app in another language: no text is forgotten, and the way there and back keeps the page as it is.

``pytest -n0 tests/browser/test_language.py -k "words and marked"`` says which texts of a page would stay
English.
"""

import re
from itertools import chain

import pytest
from playwright.sync_api import expect

from .axe import require_axe, violations
from .harness import AppServer
from .lens_view import LensView
from .resting import ADDRESSES, SMALL, at_rest, with_quizzes_answered

SECONDS = 30_000
CALM = {"reduced_motion": "reduce", "color_scheme": "light"}
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}(?:[-’'][A-Za-zÀ-ÿ]+)*")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
# A word that a page is about, and what a file of the project says.
QUOTED = re.compile(r"“\w+”|[\w/]+\.(?:md|rst|py): “[^”]*”")
END = """(root) => {
  const ends = Symbol.for('lazyq:ends')
  let place = root
  while (!place[ends]) place = place.parentNode
  place[ends].end()
}"""
# What is the same in all languages.
NAMES = {
    "of languages": ["English", "Español", "español"],
    "of data and programs": [
        "lazyq",
        "MNIST",
        "scikit-learn",
        "PyTorch",
        "NumPy",
        "Python",
        "SHA",
        "CPU",
        "QR",
        "mnist-test",
        "mnist-train",
        "sklearn",
        "torch",
        "cu",
        "Numba",
        "Streamlit",
    ],
    "of people and what they found": [
        "Newton",
        "Wahba",
        "Wilson",
        "LeCun",
        "ECE",
        "EM",
        "MI",
        "OT",
        "InfoOT",
        "InfoNCE",
        "CARE",
    ],
    "of files, units and keys": ["PNG", "SVG", "CSV", "NPZ", "HTML", "GiB", "GB", "MB", "ms", "Esc", "Tab"],
    "of functions": ["cos", "sin", "exp", "log", "max", "min", "inf", "SO", "gx"],
}
SAME = frozenset(chain.from_iterable(NAMES.values()))
# Whose words are Streamlit's own, or data, or a program. Each is a selector.
ELSEWHERE = {
    "style, script, noscript, template, math": "no text",
    "code, pre, textarea": "programs, parameters of links, what a visitor writes",
    "[data-testid=stIconMaterial], [data-testid=stMarkdownContainer] span[role=img]": "the name of an icon",
    "[data-testid=stSkipToContent], [data-testid=stHeaderActionElements]": "Streamlit's links within a page",
    "[data-testid=stToolbar], [data-testid=stMainMenu], [data-testid=stStatusWidget]": "Streamlit's menu",
    "[data-testid=stSidebarCollapseButton], [data-testid=stExpandSidebarButton]": "Streamlit's drawer",
    "[data-testid=stFileUploader], [data-testid=InputInstructions]": "what Streamlit says of its fields",
    "[data-testid=stNumberInputContainer] button": "Streamlit's − and +",
    "[data-testid=stSelectbox] :is(button, input)": "what Streamlit says of a box, beside its label",
    "[data-testid=stTooltipHoverTarget] button": "“Help for” and the label",
    "[data-testid=stPlotlyChart] .modebar": "Plotly's buttons",
    "[lang]:not(html)": "a text that says which language it is in, such as the Words page's data",
    ".words :is(.text, .near, .threads, .below, caption)": "words that are read, not read out",
}
# Each block of text in one piece, and each attribute that is read, with where it stands.
READ = """(elsewhere) => {
  const TOLD = [
    'title', 'aria-label', 'aria-description', 'aria-valuetext', 'placeholder', 'alt', 'data-label',
  ]
  const found = []
  const inside = (node) => node.closest(elsewhere) !== null
  const named = (node) => [node.localName, ...node.classList].join('.')
  const place = (node) => {
    const view = node.closest('.lazyq') ?? node.closest('[data-testid]')
    const within = view && view !== node ? `${view.dataset.testid ?? named(view)} ` : ''
    return within + (node.dataset?.testid ?? named(node))
  }
  const blockOf = (node) => {
    while (node.parentElement && /^(?:inline|contents)$/.test(getComputedStyle(node).display)) {
      node = node.parentElement
    }
    return node
  }
  const read = (root) => {
    const texts = new Map()
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    while (nodes.nextNode()) {
      const { parentElement, data } = nodes.currentNode
      if (!parentElement || !data.trim() || inside(parentElement)) continue
      const block = blockOf(parentElement)
      texts.set(block, (texts.get(block) ?? '') + data)
    }
    for (const [block, text] of texts) found.push([place(block), text])
    for (const node of root.querySelectorAll('*')) {
      if (node.shadowRoot) read(node.shadowRoot)
      if (inside(node)) continue
      for (const name of TOLD) {
        const text = node.getAttribute(name)
        if (text) found.push([`${place(node)} [${name}]`, text])
      }
    }
  }
  read(document.body)
  found.push(['title', document.title], ...[...(window.drawn ?? [])].map((text) => ['on canvas', text]))
  return found
}"""
# What charts write on their canvas is kept, line by line.
KEPT = """
  window.drawn = new Set()
  const write = CanvasRenderingContext2D.prototype.fillText
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    window.drawn.add(String(text))
    return write.call(this, text, ...rest)
  }
"""


@pytest.fixture(scope="module")
def marked(tmp_path_factory, computed):
    """The app whose Spanish is English between marks."""
    folder = tmp_path_factory.mktemp("marked_server")
    with AppServer(folder, computed, script="tests/browser/apps/marked.py") as running:
        yield running


def english(text: str) -> str:
    """Return the words of a text that stand outside of the marks, but for names."""
    text = QUOTED.sub(" ", text)
    while (rest := MARKED.sub(" ", text)) != text:
        text = rest
    return " ".join(word for word in WORD.findall(text) if word not in SAME)


def forgotten(page) -> list[str]:
    """Return what a page would say in English, each with where it stands."""
    found = page.evaluate(READ, ", ".join(ELSEWHERE))
    # A line of a text that was broken on a canvas has one mark, or none of the two.
    told = [(place, text) for place, text in found if place != "on canvas" or not re.search("[⟦⟧]", text)]
    lines = {
        f"{place}: {words}   in   {' '.join(text.split())[:200]}"
        for place, text in told
        if (words := english(text))
    }
    return sorted(lines)


@pytest.mark.parametrize("url", ADDRESSES, ids=lambda url: url or "start")
def test_no_text_of_a_marked_page_is_forgotten(new_page, open_page, tolerate, marked, url):
    page = new_page(**CALM)
    tolerate("formulas.woff2")  # it lies beside the app, not beside the script that marks it
    page.add_init_script(KEPT)
    open_page(f"/{url}?{SMALL.get(url, '')}&lang=es", on=page, at=marked)
    at_rest(page)
    page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true })")
    left = forgotten(page)
    left += [line for line in forgotten(with_quizzes_answered(page)) if line not in left]
    assert left == [], "\n" + "\n".join(left)


def test_the_way_to_the_other_language_and_back_keeps_the_page(page, open_page):
    lens = LensView(page)
    open_page("/lens?lam=0.5&row=9&present=no", on=page)
    lens.read()
    expect(page.locator("html")).to_have_attribute("lang", "en", timeout=SECONDS)
    there = page.get_by_role("link", name="Español")
    expect(there).to_have_attribute("lang", "es", timeout=SECONDS)
    there.press("Enter")
    back = page.get_by_role("link", name="English")
    expect(back).to_be_focused(timeout=SECONDS)
    expect(page.locator("html")).to_have_attribute("lang", "es", timeout=SECONDS)
    expect(page.get_by_role("link", name="Inicio")).to_be_visible(timeout=SECONDS)
    at_rest(page)
    for part in ("lam=0.5", "row=9", "lang=es"):
        assert part in page.url
    back.press("Enter")
    expect(page.get_by_role("link", name="Español")).to_be_focused(timeout=SECONDS)
    expect(page.locator("html")).to_have_attribute("lang", "en", timeout=SECONDS)
    at_rest(page)
    for part in ("lam=0.5", "row=9", "lang=en"):
        assert part in page.url
    page.go_back()
    expect(page.get_by_role("link", name="English")).to_be_visible(timeout=SECONDS)
    assert "lang=es" in at_rest(page).url
    # A frame that Streamlit has ended already, as it may on the way between pages, is followed by the next.
    page.locator(".frame-of-pages").evaluate(END)
    page.go_forward()
    expect(page.get_by_role("link", name="Español")).to_be_visible(timeout=SECONDS)
    expect(page.get_by_role("link", name="Start")).to_be_visible(timeout=SECONDS)


def test_the_chosen_language_goes_along_to_other_pages(page, open_page):
    open_page("/about?lang=es", on=page)
    at_rest(page)
    page.get_by_role("link", name="Enseñar").click()
    expect(page.get_by_role("link", name="English")).to_be_visible(timeout=SECONDS)
    page.wait_for_url("**/teach?*lang=es*")
    expect(page.locator("html")).to_have_attribute("lang", "es", timeout=SECONDS)


def test_the_browsers_wish_is_respected_without_a_word_in_the_link(new_page, open_page):
    page = new_page(**CALM, locale="es-CO")
    open_page("/about", on=page)
    expect(page.get_by_role("link", name="English")).to_be_visible(timeout=SECONDS)
    assert "lang" not in at_rest(page).url


def test_an_unknown_language_is_said(page, open_page):
    open_page("/about?lang=xx", on=page)
    said = "The link’s lang can’t be shown: it must be one of en, es."
    expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible(timeout=SECONDS)


def test_on_a_phone_it_is_one_tap_away(phone, open_page):
    open_page("/", on=phone)
    phone.get_by_role("link", name="Español").tap()
    expect(phone.locator("html")).to_have_attribute("lang", "es", timeout=SECONDS)
    expect(phone.get_by_role("link", name="Ganancia de muestras")).to_be_visible(timeout=SECONDS)
    # On the narrowest no card's title is cut.
    phone.set_viewport_size({"width": 320, "height": 640})
    cut = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"
    assert phone.locator("[class*=st-key-card-] a span").evaluate_all(cut) == []


@pytest.mark.parametrize("url", ["lens", "about"])
def test_no_barrier_in_spanish(new_page, open_page, url):
    require_axe()
    page = at_rest(open_page(f"/{url}?lang=es", on=new_page(**CALM)))
    assert violations(page) == []
    cut = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"
    assert page.locator(".lazyq button:visible").evaluate_all(cut) == []
