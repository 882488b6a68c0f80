"""The script that runs a container's steps without an engine knows all of them, and copies as engines do."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "deployment" / "steps.py"


@pytest.fixture(scope="module")
def steps():
    spec = importlib.util.spec_from_file_location("container_steps", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ran(steps, monkeypatch, tmp_path):
    """Our file on an empty base, no step of which is run: the last stage, what it says, the steps."""
    base, commands = tmp_path / "base", []
    (base / "etc").mkdir(parents=True)
    monkeypatch.setattr(steps.Stage, "run", lambda stage, arguments: commands.append(arguments[-1]))
    stage, said = steps.build(base, tmp_path / "work", {"TORCH_INDEX": "there"})
    return stage, said, commands, tmp_path / "work"


def test_comments_and_broken_lines_are_read(steps):
    text = "# first\nFROM a AS b\nRUN one \\\n    # between\n    && two\n\nCMD []\n"
    assert [name for name, _ in steps.instructions(text)] == ["FROM", "RUN", "CMD"]
    assert steps.instructions(text)[1][1].split() == ["one", "&&", "two"]


def test_every_step_of_the_file_is_known(ran):
    stage, said, commands, _ = ran
    assert set(said) == {"VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"}
    assert len(commands) == 6
    assert (stage.user, stage.place, stage.environment["LAZYQ_CACHE"]) == ("10001", "/lazyq", "/cache")
    assert "TORCH_INDEX" not in stage.environment


def test_an_image_has_the_app_and_not_what_is_ignored(ran):
    stage, _, _, work = ran
    for root in (stage.root, work / "build"):
        app = root / "lazyq"
        assert (app / "app.py").read_text("utf-8") == (ROOT / "app.py").read_text("utf-8")
        assert (app / ".streamlit" / "config.toml").is_file()
        assert (app / "lazyq" / "ui" / "shell.py").is_file()
        assert not (app / "assets" / "tests").exists()
        assert not (app / "assets" / "node_modules").exists()
        assert not list(app.rglob("__pycache__"))


def test_an_unknown_step_is_refused(steps, monkeypatch, tmp_path):
    (tmp_path / "base" / "etc").mkdir(parents=True)
    monkeypatch.setattr(steps, "FILE", tmp_path / "Containerfile")
    steps.FILE.write_text("FROM a\nADD b /\n", "utf-8")
    with pytest.raises(ValueError, match="got ADD"):
        steps.build(tmp_path / "base", tmp_path / "work", {})


def test_every_file_is_weighed_once(steps, tmp_path):
    (tmp_path / "one").write_bytes(b"x" * 1000)
    before = steps.size(tmp_path)
    (tmp_path / "two").hardlink_to(tmp_path / "one")
    assert before == steps.size(tmp_path) == 1000
