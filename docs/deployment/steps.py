"""Runs the steps of ``Containerfile`` in folders, without an engine for containers, and weighs the image.

``python docs/deployment/steps.py BASE WORK`` as root, on Linux: BASE is the folder of an unpacked base image,
with ``python``, and WORK an empty one, into which it is copied and the image is built. The option
``--torch-index ADDRESS`` sets the build argument TORCH_INDEX. In the end the app is started as the image
starts it, asked for its health and stopped. What an engine adds is not tried: layers, a root that is
read-only, limits of memory, networks.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "deployment" / "Containerfile"
PATIENCE = 120  # seconds until the app answers


def instructions(text: str) -> list[tuple[str, str]]:
    """Return the names and the arguments of a container file's instructions, without comments."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    found = [line.strip().split(maxsplit=1) for line in joined.splitlines() if line.strip()]
    return [(name, argument) for name, argument in found]


class Stage:
    """One stage of the file: a root folder, and what its steps have set."""

    def __init__(self, root: Path, base: Path) -> None:
        self.root, self.place, self.user = root, "/", ""
        self.environment = {"PATH": "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin"}
        root.mkdir(parents=True)
        subprocess.run(["cp", "-ax", f"{base}/.", root], check=True)  # noqa: S603, S607  with owners and links
        shutil.copy2("/etc/resolv.conf", root / "etc" / "resolv.conf")  # an engine gives its own

    def start(self, arguments: list[str], *, quiet: bool = False) -> "subprocess.Popen[bytes]":
        """Start a command in this root, as its user, from its place."""
        user = [f"--userspec={self.user}:{self.user}"] if self.user else []
        inner = ["/bin/sh", "-c", f'cd {shlex.quote(self.place)} && exec "$@"', "sh", *arguments]
        command = ["/usr/sbin/chroot", *user, str(self.root), *inner]
        errors = subprocess.DEVNULL if quiet else None
        return subprocess.Popen(command, env=self.environment, stderr=errors)  # noqa: S603  the file's own steps

    def run(self, arguments: list[str]) -> None:
        """Run a command in this root to its end.

        Raises
        ------
        RuntimeError : it fails
        """
        if status := self.start(arguments).wait():
            raise RuntimeError(f"a step must end with status 0, got {status}")

    def within(self, path: str) -> Path:
        """Return where a path of the image lies."""
        return self.root / (Path(self.place) / path).relative_to("/")

    def copy(self, sources: list[Path], target: str) -> None:
        """Copy as COPY does: files into a folder, and of a folder what is in it."""
        for source in sources:
            place = self.within(target) / ("" if source.is_dir() or not target.endswith("/") else source.name)
            place.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, place, symlinks=True, dirs_exist_ok=True, ignore=_ignored)
            else:
                shutil.copy2(source, place)


def _ignored(folder: str, names: list[str]) -> set[str]:
    """Return what .dockerignore, which has names and ``**/name`` only, keeps from the image."""
    if not Path(folder).is_relative_to(ROOT):
        return set()
    lines = (ROOT / ".dockerignore").read_text("utf-8").split()
    within = Path(folder).relative_to(ROOT)
    return {name for name in names if f"**/{name}" in lines or str(within / name) in lines}


def build(base: Path, work: Path, arguments: dict[str, str]) -> tuple[Stage, dict[str, str]]:
    """Run the steps; return the last stage, and what it says of how it is started."""
    stages: dict[str, Stage] = {}
    said: dict[str, str] = {}
    stage: Stage | None = None
    for name, argument in instructions(FILE.read_text("utf-8")):
        began = time.perf_counter()
        if name == "FROM":
            label = argument.split(" AS ")[1] if " AS " in argument else "image"
            stage = stages[label] = Stage(work / label, base)
            continue
        assert stage is not None, "the first instruction must be FROM"
        if name == "ARG":
            key, _, value = argument.partition("=")
            stage.environment[key] = arguments.get(key, value.strip('"'))
        elif name == "ENV":
            stage.environment |= dict(pair.split("=", 1) for pair in shlex.split(argument))
        elif name == "WORKDIR":
            stage.place = argument
            stage.within(".").mkdir(parents=True, exist_ok=True)
        elif name == "USER":
            stage.user = argument
        elif name == "COPY":
            first, *paths = argument.split()
            if first.startswith("--from="):
                other = stages[first.removeprefix("--from=")]
                stage.copy([other.within(path) for path in paths[:-1]], paths[-1])
            else:
                stage.copy([ROOT / path for path in [first, *paths][:-1]], paths[-1])
        elif name == "RUN":
            stage.run(["/bin/sh", "-c", argument])
        elif name in {"VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"}:
            said[name] = argument
        else:
            raise ValueError(f"a step must be one that this script knows, got {name}")
        print(f"{time.perf_counter() - began:6.1f} s  {name} {argument[:80]}", flush=True)
    assert stage is not None
    return stage, said


def try_app(stage: Stage, said: dict[str, str]) -> None:
    """Start the app as the image does, ask for its health as the image does, and stop it as an engine does.

    Raises
    ------
    RuntimeError : it does not answer, or does not end with status 0
    """
    check = json.loads(re.sub(r"^.*?CMD\s*", "", said["HEALTHCHECK"]))
    app = stage.start(json.loads(said["CMD"]))
    try:
        deadline = time.monotonic() + PATIENCE
        while stage.start(check, quiet=True).wait():
            if app.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the app does not answer")
            time.sleep(1)
        print("The app answers when it is asked for its health.")
        app.send_signal(getattr(signal, said["STOPSIGNAL"]))
        if app.wait(PATIENCE) != 0:
            raise RuntimeError(f"the app must end with status 0, got {app.returncode}")
        print("The app ends with status 0 when it is told to.")
    finally:
        app.kill()
        app.wait()


def size(folder: Path) -> int:
    """Return the bytes of all files of a folder, each counted once."""
    seen = {(found.st_dev, found.st_ino): found.st_size for found in map(os.lstat, folder.rglob("*"))}
    return sum(seen.values())


def main() -> None:
    """Build, try and weigh."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument("base", type=Path, help="an unpacked base image")
    parser.add_argument("work", type=Path, help="an empty folder")
    parser.add_argument("--torch-index", default="", help="build argument TORCH_INDEX")
    given = parser.parse_args()
    if os.geteuid() != 0:
        parser.error("it must be run as root, who alone may change the root folder of a process")
    if given.work.exists() and any(given.work.iterdir()):
        parser.error(f"WORK must be empty, got {given.work}")
    given.work.mkdir(parents=True, exist_ok=True)
    stage, said = build(given.base, given.work, {"TORCH_INDEX": given.torch_index})
    for name, folder in (("base", given.base), ("image", stage.root), ("torch", _torch(stage))):
        print(f"{size(folder) / 1e9:.2f} GB  {name}")
    sys.stdout.flush()
    try_app(stage, said)


def _torch(stage: Stage) -> Path:
    (folder,) = stage.root.glob("lazyq/.venv/lib/python3*/site-packages/torch")
    return folder


if __name__ == "__main__":
    main()
