"""What a class can be asked of every page: the page hides it, has an answer to it, and shows it again."""

from playwright.sync_api import expect

from lazyq.ui.rooms.questions import QUESTIONS, Asked

from .resting import at_rest, path_of

ASK = """() => {
  const hosts = Array.from(document.querySelectorAll('[data-testid=stMain] .stBidiComponent *'))
  return hosts.map((host) => host.shadowRoot?.querySelector('.lazyq')?.riddle).find(Boolean)
}"""
STATE = f"""(key) => {{
  const riddle = ({ASK})()(key)
  if (!riddle) return null
  const {{ key: asked, options, low, high, step, hidden, text }} = riddle
  const truth = riddle.truth()
  const words = options ?? [low, high].map(text)
  return {{ key: asked, options: options?.length, low, high, step, hidden, truth, words }}
}}"""


# What would give the answer away, in words or pictures, beside the bigger charts.
KEPT_BACK = ("csv", "npz", "html", "png", "svg", "python")
# Where an answer is not in all of them: how many digits are read right is in no bigger chart of Average, the
# picture of Averaging is of the guess, the curves of Sample gain are there to be slid. Of adversary and daisy
# only the picture of Hardness shows anything, without what is still to be guessed.
GIVEN = {
    "average-lam": ("bigger", "html", "png", "svg", "python"),
    "copy": ("png", "svg"),
    "worth": ("bigger", "html", "png", "svg"),
    "ruled": ("bigger", *KEPT_BACK),
    "below": ("bigger", *KEPT_BACK),
}
# What shows it without a guess, where a page keeps its files back before anyone has asked for a riddle.
SKIPPED = {
    "copy": "Show me without guessing",
    "parity": "Show me without guessing",
    "average-lam": "Show it",
    "worth": "Show what was measured",
}


def kept_back(key):
    if key not in SKIPPED:
        return "Hidden until you have guessed."
    return f"Hidden until you have guessed, or pressed “{SKIPPED[key]}”."


def state(page, key):
    return page.evaluate(STATE, key)


def assert_kept_back(page, key):
    done = page.locator(".take .done")
    for kind in ("bigger", *KEPT_BACK):
        button = page.locator(f"[data-take={kind}]")
        if kind in GIVEN.get(key, ()) or not button.is_visible():
            continue
        done.evaluate("node => { node.textContent = '' }")
        button.click()
        expect(done).to_have_text(kept_back(key))
    if key in SKIPPED:
        expect(page.get_by_role("button", name=SKIPPED[key]).first).to_be_visible()
    assert not page.get_by_role("dialog").count(), key


def test_every_question_has_its_page_and_its_answer(page, open_page):
    for key, question in QUESTIONS.items():
        at_rest(open_page(path_of(question.page), on=page))
        found = state(page, key)
        assert found, key
        assert found["key"] == key
        sent = {name: value for name, value in found.items() if value is not None}
        asked = Asked.read(sent)
        assert bool(found["options"]) == question.choice
        truth = found["truth"]
        assert asked.truth(truth) == truth
        assert all(isinstance(text, str) and text for text in found["words"])
        for own in (None, 0 if question.choice else found["low"]):
            if not state(page, key)["hidden"]:
                page.evaluate(f"(key) => ({ASK})()(key).hide()", key)
            assert state(page, key)["hidden"], key
            assert_kept_back(page, key)
            assert state(page, key)["truth"] == truth or key == "landed", key
            page.evaluate(f"([key, own]) => ({ASK})()(key).show(own)", [key, own])
            at_rest(page)
            assert not state(page, key)["hidden"], (key, own)
