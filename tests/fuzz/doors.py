"""The other doors: links, requests, the command line, the environment, files of data, lessons, texts."""

import io
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache, partial
from pathlib import Path
from random import Random
from types import ModuleType
from unittest.mock import patch

import streamlit
from streamlit.proto.BackMsg_pb2 import BackMsg

from lazyq import cli
from lazyq.compute import ResultStore, choose_device
from lazyq.compute.room import jobs_at_once
from lazyq.datasets import DataError, files
from lazyq.datasets.fetching import checked_mirror
from lazyq.experiments.digits import SIZES, DatasetDigit, DrawnDigit, parse_digit
from lazyq.experiments.lam import lam_from_text
from lazyq.experiments.words import ReadingSpec, read_text, reading_npz
from lazyq.kernels.native import compiling
from lazyq.ui import shell
from lazyq.ui.address import Setting
from lazyq.ui.choosing import training
from lazyq.ui.guard.headers import content_policy
from lazyq.ui.guard.messages import is_for_developers
from lazyq.ui.guard.requests import refusal
from lazyq.ui.lessons.card import asked_step
from lazyq.ui.lessons.reading import read_lesson
from lazyq.ui.library import referenced
from lazyq.ui.manual import manual_address
from lazyq.ui.parts import check_parts
from lazyq.ui.plain import plain
from lazyq.ui.views import aligning, hardness, neighbours, sample_gain, six_or_nine, steering, words
from lazyq.ui.views.averaging import view as averaging
from tests.fuzz import values
from tests.fuzz.harness import Surface

VARIABLES = ("LAZYQ_CACHE", "LAZYQ_DATA", "LAZYQ_DEVICE", "LAZYQ_JOBS", "LAZYQ_MIRROR", "LAZYQ_MANUAL")
_PUNCTUATION = re.compile(r"(?<!\\)(?:\\\\)*[!-/:-@\[^-`{-~]")
_READ = 300
_FORMULA = tuple("=+-@\t\r")


def digit(chance: Random) -> str:
    """Return a digit as links have it, or nearly one."""
    kind = chance.random()
    if kind < 0.4:
        number = chance.choice((str(chance.randint(-5, 70_000)), values.text(chance)))
        return f"{chance.choice((*SIZES, 'mnist', ''))}-{number}"
    if kind < 0.8:
        written = list(DrawnDigit(chance.choice((bytes(784), chance.randbytes(784), b"\7" * 784))).text)
        for _ in range(chance.choice((0, 1, 3))):
            place = chance.randrange(len(written))
            written[place : place + chance.randint(0, 2)] = chance.choice("AZaz09-_=+/\x00é")
        return "".join(written)
    return values.text(chance)


def settings() -> list[Setting]:
    """Return the settings that the views' modules have."""
    modules: tuple[ModuleType, ...] = (
        aligning, averaging, hardness, neighbours, sample_gain, six_or_nine, steering, training, words,
    )  # fmt: skip
    return [value for module in modules for value in vars(module).values() if isinstance(value, Setting)]


_SETTINGS = settings()


def link(said: str) -> str | None:
    """Read a parameter as every page does; return what is said of it."""
    for setting in _SETTINGS:
        found = setting.found(said)
        assert len(found) <= 1
        assert all(value in setting.values for value in found)
    refused = None
    for read in (lam_from_text, parse_digit):
        try:
            read(said)
        except ValueError as error:
            refused = str(error)
    with (
        patch.object(
            streamlit,
            "query_params",
            dict.fromkeys(("x", "tour", "lesson", "lesson_step", "hide", "lock", "present"), said),
        ),
        patch.object(streamlit, "warning"),
    ):
        _, problem = referenced("x", DatasetDigit("sklearn", 6))
        asked_step("lens", shell.titles())
        check_parts("lens")
    return problem or refused


def told(said: str) -> None:
    """Show a text that others wrote: it is one line of letters, in which Markdown finds nothing."""
    shown = plain(said)
    assert "\n" not in shown
    assert not _PUNCTUATION.search(re.sub(r"\\[!-/:-@\[-`{-~]", "", shown))


def request(asked: tuple[str, str, str, bytes]) -> None:
    """Let the guard look at a request and a message."""
    host, path, query, message = asked
    scope = {
        "type": "http",
        "path": path,
        "method": "PUT",
        "client": (host[:40], 1),
        "query_string": query.encode("latin-1", "replace"),
        "headers": [(b"host", host.encode("latin-1", "replace"))],
    }
    for address in ("localhost", "", None):
        with patch.object(
            streamlit, "get_option", {"server.address": address, "server.allowedHosts": []}.get
        ):
            refusal(scope)
    policy = content_policy(query)
    assert "\n" not in policy
    assert policy.isascii()
    is_for_developers(message)


def _request(chance: Random) -> tuple[str, str, str, bytes]:
    message = BackMsg()
    kind = chance.randrange(4)
    if kind == 0:
        message.clear_cache = True
    elif kind == 1:
        message.rerun_script.query_string = values.text(chance).encode("utf-8", "replace").decode()
    sent = bytearray(message.SerializeToString() + chance.randbytes(chance.choice((0, 0, 5, 500))))
    if sent and chance.random() < 0.5:
        sent[chance.randrange(len(sent))] ^= 1 << chance.randrange(8)
    host = chance.choice(("localhost", "127.0.0.1:8501", "[::1]:1", "[::", "a:b:c", values.text(chance)))
    path = chance.choice(("/_stcore/metrics", "/_stcore/upload_file/a/b", f"/_stcore/{values.text(chance)}"))
    return host, path, chance.choice((f"embed={values.text(chance)}", values.text(chance))), bytes(sent)


@cache
def _place() -> Path:
    """Return a folder deep enough that no name out of the table of texts leads out of it."""
    folder = Path(tempfile.mkdtemp(prefix="lazyq-fuzz-")) / "a" / "b" / "c" / "d"
    folder.mkdir(parents=True)
    return folder


def _argument(text: str) -> str:
    """Return a text as a system can hand it over: no zero byte, and no half of a pair."""
    return os.fsdecode(text.replace("\0", "").encode("utf-8", "replace")[:3_000])


def arguments(chance: Random) -> list[str]:
    """Return a command line; none of them fetches anything, starts a server or computes for long."""
    some = {
        "digit": lambda: chance.choice(("sklearn-6", "sklearn-9", "mnist-test-3", digit(chance))),
        "lam": lambda: chance.choice(("0.5", "inf", values.text(chance))),
        "number": lambda: chance.choice((str(chance.randint(-3, 60)), values.text(chance))),
        "set": lambda: chance.choice(("sklearn", values.text(chance))),
        "text": lambda: values.text(chance),
    }
    forms = (
        ("distance", "{digit}", "{digit}", "--lam", "{lam}", "--csv"),
        ("distance", "{digit}", "{digit}", "--lam", "{lam}", "--lam", "{lam}", "--json"),
        ("path", "{digit}", "{digit}", "--csv"),
        ("path", "{digit}", "{digit}", "--npz", "{text}"),
        ("neighbors", "{digit}", "--among", "{set}", "-k", "{number}", "--lam", "{lam}"),
        ("table", "--train", "{number}", "--test", "{number}", "-k", "{number}", "--draws", "{text}",
         "--seed", "{number}", "--training-set", "{set}", "--test-set", "{set}", "--lam", "{lam}"),
        ("data", "--no-fetch", "--root", "{text}"),
        ("data", "--no-fetch", "--mirror", "{text}", "--root", "{text}"),
        ("warm", "{text}"),
        ("app", "--host", "{text}", "--port", "{text}"),
        ("{text}",),
        ("cache", "{text}"),
        ("info", "--json", "{text}"),
    )  # fmt: skip
    form = chance.choice(forms)
    given = [some[word[1:-1]]() if word.startswith("{") else word for word in form]
    if chance.random() < 0.2:
        given.insert(chance.randrange(len(given) + 1), values.text(chance))
    return [_argument(word) for word in given]


def command(given: list[str]) -> str | None:
    """Run a command; bad input must end it with one line or two that say why, and a status of 1 or 2."""
    out, err, status = io.StringIO(), io.StringIO(), None
    with (
        chdir(_place()),
        patch.object(sys, "argv", ["lazyq", *given]),
        patch("runpy.run_module"),
        patch.dict(os.environ, {"LAZYQ_CACHE": str(_place() / "cache"), "COLUMNS": "10000"}),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            cli.main()
        except SystemExit as end:
            status = end.code
    said = " ".join(re.sub("[─-╿]", " ", err.getvalue()).split())
    assert status in (0, 1, 2, None), status
    assert "Traceback" not in said
    if not status:
        return None
    assert said.startswith(("lazyq: ", "Usage: ")), said[:_READ]
    # Whoever wrote much on the command line may read it again.
    return (said if said.startswith("lazyq: ") else said[said.index("Error") :])[:_READ]


def environment(named: Mapping[str, str]) -> str | None:
    """Read every variable where it is read; return what is said of one that asks for what can't be."""
    said = None
    with patch.dict(os.environ, named):
        readers = (
            files.data_folder, ResultStore, choose_device, jobs_at_once, manual_address,
            partial(checked_mirror, None), compiling.code_folder,
        )  # fmt: skip
        for read in readers:
            try:
                read()
            except ValueError as error:
                said = str(error)[:_READ]
                assert any(name in said for name in named), said
    return said


def _environment(chance: Random) -> dict[str, str]:
    chosen = chance.sample(VARIABLES, chance.randint(1, 2))
    more = ("cuda:0", "cuda:99999999999", "cpu:-1", "meta", "~", "~nobody", "http://", "http://[::1", "http://a:b",
            "https://a/\u202e", "file:///etc/passwd", "javascript:alert(1)", "999", "1000")  # fmt: skip
    return {name: _argument(chance.choice((values.text(chance), chance.choice(more)))) for name in chosen}


_CONTENT = bytes(range(256)) * 8
_FILE = files.DataFile("digits", len(_CONTENT), "b9a8d96f", 1)


@cache
def _data() -> Path:
    root = _place() / "data"
    files.raw_folder(root).mkdir(parents=True)
    return root


def data_file(content: bytes) -> str | None:
    """Read a file of digits that somebody changed: what it holds is used only if it is what it should be."""
    import hashlib

    file = _FILE._replace(sha256=hashlib.sha256(_CONTENT).hexdigest())
    (files.raw_folder(_data()) / file.name).write_bytes(content)
    wrong = files.problem(_data(), file)
    assert (wrong is None) == (content == _CONTENT)
    assert files.content(_data(), file) == _CONTENT
    return wrong


def _damaged(chance: Random) -> bytes:
    content = bytearray(_CONTENT)
    for _ in range(chance.randint(0, 2)):
        place, size = chance.randrange(len(content)), chance.choice((0, 1, 1, 100))
        content[place : place + size] = chance.randbytes(chance.choice((0, size, size)))
        content = content or bytearray(b"\0")
    return bytes(content)


@cache
def _tour() -> str:
    return (shell.ROOT / "assets" / "lessons" / "tour.toml").read_text("utf-8")


def lesson(text: str) -> None:
    """Read a lesson; what is accepted has texts of a bounded length and plain parameters."""
    for step in read_lesson(text, shell.titles()).steps:
        assert all(len(sentence) <= 240 for sentence in step.says)
        assert not re.search(r"[<>&\"=\x00-\x1f]", "".join(step.query.values()))


_TOML = ("1", "[]", "{}", "1979-05-27", "nan", "9" * 5_000, "[" * 5_000, "{a=" * 2_000)


def _lesson(chance: Random) -> str:
    lines = _tour().splitlines()[: chance.choice((9, 30, 200))]
    for _ in range(chance.randint(0, 3)):
        place = chance.randrange(len(lines))
        name = lines[place].partition("=")[0]
        lines[place] = chance.choice((
            f"{name}= {chance.choice(_TOML)}",
            f"{name}= '''{values.text(chance)}'''",
            lines[place][: chance.randint(0, 40)],
            lines[chance.randrange(len(lines))],
            values.text(chance),
            "",
        ))  # fmt: skip
    return "\n".join(lines)


def read(text: str) -> None:
    """Scramble a text and look its words up; nothing that a spreadsheet would execute comes of it."""
    cut = words._cut(text) if len(text) > words.MOST else text
    if not any(token.is_word for token in words.tokens(cut)):
        return
    spec = ReadingSpec(cut, "en", size=50)
    reading = read_text(spec)
    for version in reading.spoilt:
        assert not any(word.startswith(_FORMULA) for word in version)
    words.words_data(spec, reading)
    reading_npz(spec, reading)


def _text(chance: Random) -> str:
    """Return a text in which there are words for sure."""
    return " ".join(
        chance.choice((values.text(chance), "don’t", "co-operate", "a\u200db c\u200c", "6", "naïve-e\u0301a"))
        for _ in range(chance.randint(1, 5))
    )


SURFACES = [
    Surface("links", lambda chance: chance.choice((digit, values.text))(chance), link),
    Surface("texts shown as they are", values.text, told),
    Surface("requests and raw messages", _request, request),
    Surface("command line", arguments, command),
    Surface("environment", _environment, environment),
    Surface("files of data", _damaged, data_file, (DataError,)),
    Surface("lessons", _lesson, lesson, (ValueError,)),
    Surface("pasted texts", _text, read, ready=partial(read, "one word")),
]
