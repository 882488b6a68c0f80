"""Votes of digits, and how they are said."""

import json
import subprocess

from lazyq.ui.assets import ASSETS

PROGRAM = """
import { changeSentence, countVotes, runsOf, voteSentence, winner } from %s
const counts = countVotes([3, 1, 1, 3, 8])
console.log(JSON.stringify([
  counts, winner(counts), runsOf([6, 6, 0, 6]), voteSentence(0.5, counts, 8),
  voteSentence(Infinity, counts, null),
  changeSentence([6, 6, 0], [0, 0.5, Infinity]), changeSentence([4, 4], [0, 1]),
]))
"""


def test_votes_and_words(node_command, tmp_path):
    program = tmp_path / "votes.mjs"
    program.write_text(PROGRAM % json.dumps((ASSETS / "js" / "votes.js").as_uri()), "utf-8")
    done = subprocess.run(
        [node_command, program], capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    counts, best, runs, sentence, unlabelled, changes, constant = json.loads(done.stdout)
    assert counts == [0, 2, 0, 2, 0, 0, 0, 0, 1, 0]
    assert best == 1
    assert runs == [
        {"digit": 6, "first": 0, "last": 1},
        {"digit": 0, "first": 2, "last": 2},
        {"digit": 6, "first": 3, "last": 3},
    ]
    assert (
        sentence
        == "At λ = 0.5, 2 of 5 neighbours vote for 1, 2 for 3, 1 for 8: x is read as a 1, but it is an 8."
    )
    assert unlabelled == "At λ = ∞, 2 of 5 neighbours vote for 1, 2 for 3, 1 for 8: x is read as a 1."
    assert changes == "The vote changes with λ: 6 at λ = 0 to 0.5; 0 at λ = ∞."
    assert constant == "At every λ the vote says 4."
