"""What a class can be asked of every page: the page hides it, has an answer to it, and shows it again."""

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


def state(page, key):
    return page.evaluate(STATE, key)


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
            assert state(page, key)["truth"] == truth or key == "landed", key
            page.evaluate(f"([key, own]) => ({ASK})()(key).show(own)", [key, own])
            at_rest(page)
            assert not state(page, key)["hidden"], (key, own)
