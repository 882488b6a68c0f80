"""A text as it is read: its versions, its words, and what is nearest to them."""

import io
from collections import Counter

import numpy as np
import pytest

from lazyq.experiments.words import (
    LISTED,
    MEASURED_SQUARES,
    RIGHT,
    SCRAMBLED,
    SQUARES,
    STRENGTHS,
    MeasuringSpec,
    ReadingSpec,
    measure,
    read_text,
    reading_npz,
)
from lazyq.words import load_dictionary, nearest, nearest_path, tokens


@pytest.fixture(scope="module")
def talk():
    return read_text(ReadingSpec(RIGHT, "en", SCRAMBLED))


def test_the_talk_is_a_scramble_but_for_one_letter():
    pairs = [
        (a.text, b.text) for a, b in zip(tokens(SCRAMBLED), tokens(RIGHT), strict=True) if a.text != b.text
    ]
    assert ("pairectcs", "practices") in pairs
    assert ("form", "from") in pairs
    changed = [(a, b) for a, b in pairs if Counter(a) != Counter(b)]
    assert changed == [("puitng", "putting")]
    assert all((a[0], a[-1]) == (b[0], b[-1]) for a, b in pairs)


def test_versions_and_words(talk):
    assert talk.versions == ("given", *(f"{strength:g}" for strength in STRENGTHS))
    assert "".join(talk.pieces) == RIGHT
    words = tuple(talk.pieces[place] for place in talk.places)
    assert talk.spoilt[1] == words
    assert talk.spoilt[0] == tuple(token.text for token in tokens(SCRAMBLED) if token.is_word)
    for row, own in zip(talk.spoilt, talk.which, strict=True):
        assert [talk.searched[m] for m in own] == [word.lower() for word in row]
    unknown = {word for word, known in zip(words, talk.known, strict=True) if not known}
    assert unknown == {"honour", "knight-errant", "knights-errant"}


def test_the_nearest_are_those_of_the_whole_dictionary(talk):
    dictionary = load_dictionary("en")
    for word in ("pairectcs", "form", "puitng", "hiemslf"):
        m = talk.searched.index(word)
        path = nearest_path(word, dictionary)
        assert talk.starts[m] == tuple(path.starts.tolist())
        assert talk.winners[m] == tuple(dictionary.words[path.indices[path.near[:, 0]]])
        listed = nearest(word, dictionary, np.sqrt(SQUARES).tolist(), LISTED).words
        assert set(talk.near[m]) == set(listed.flatten())
    assert talk.winners[talk.searched.index("form")] == ("from", "form")


@pytest.mark.parametrize("text", ["", "!!!", "👩‍👩‍👧 🙂", "\n\n"])
def test_text_without_words(text):
    reading = read_text(ReadingSpec(text, "en"))
    assert reading.places == ()
    assert "".join(reading.pieces) == text
    assert np.load(io.BytesIO(reading_npz(ReadingSpec(text, "en"), reading)))["words"].shape == (0,)


def test_words_of_any_script_and_length():
    text = "cafe\u0301 שלום مُدَرِّسَة a " + "ab" * 40
    reading = read_text(ReadingSpec(text, "en"))
    assert [reading.which[-1][place] for place in (4,)] == [-1]
    letters = dict(reading.letters)
    assert letters["cafe\u0301"] == ("c", "a", "f", "é")
    assert len(letters["مُدَرِّسَة"]) == 5


def test_a_spoilt_text_of_other_words_is_refused():
    with pytest.raises(ValueError, match="spoilt must have the 2 words of the text, got 'one'"):
        read_text(ReadingSpec("one two", "en", "one"))


def test_archive(talk):
    archive = np.load(io.BytesIO(reading_npz(ReadingSpec(RIGHT, "en", SCRAMBLED), talk)))
    m = talk.searched.index("pairectcs")
    own = archive["of"] == m
    assert archive["starts"][own].tolist() == list(talk.starts[m])
    assert archive["winners"][own].tolist() == list(talk.winners[m])


def test_mistyped_words_are_read_best_at_some_laziness_between():
    measured = measure(MeasuringSpec("en", count=40))
    assert measured.right.shape == (2, len(MEASURED_SQUARES))
    anagrams, typos = measured.right
    assert 0 < typos.argmax() < len(typos) - 1
    assert typos.max() > max(typos[0], typos[-1])
    assert anagrams[0] < anagrams[1], "at λ = 0 anagrams are one word"
    assert ((measured.edits_right >= 0) & (measured.edits_right <= 1)).all()


@pytest.mark.parametrize("text", ["k'u'BEcEQn", "na\u200d'i-ve a-b'c-d", "o''clock rock-'n'-roll-in-the-hay"])
def test_apostrophes_that_come_together_make_no_other_words(text):
    reading = read_text(ReadingSpec(text, "en", size=200))
    words = [piece.text for piece in tokens(text) if piece.is_word]
    assert [len(version) for version in reading.spoilt] == [len(words)] * len(STRENGTHS)
    for version in reading.spoilt:
        assert [sorted(word) for word in version] == [sorted(word) for word in words]
