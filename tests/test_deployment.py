"""What docs/deployment says fits the app: files, variables, addresses."""

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml
from streamlit import config

from lazyq.ui.guard.messages import BURST, RATE
from lazyq.ui.guard.uploads import LONGEST, MOST_BYTES, MOST_COMING, MOST_FILES
from lazyq.ui.language import LANGUAGES

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "deployment"
CONTAINER = (FOLDER / "Containerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))
ROUTES = yaml.safe_load((FOLDER / "proxy" / "routes.yaml").read_text("utf-8"))["http"]
PAGE = (ROOT / "docs" / "manual" / "deployment.rst").read_text("utf-8")
UNIT = (FOLDER / "lazyq.service").read_text("utf-8")
HADOLINT = shutil.which("hadolint", path=Path(sys.executable).parent)
ANALYZE = shutil.which("systemd-analyze")
FILES = [path for path in FOLDER.rglob("*") if path.is_file()]
KNOWN = {
    name
    for path in (ROOT / "lazyq").rglob("*.py")
    for name in re.findall(r"LAZYQ_[A-Z]+", path.read_text("utf-8"))
}


def test_container_takes_what_the_app_needs_and_is_no_user_of_power():
    copied = re.findall(r"^COPY (?!--)(\S+) ", CONTAINER, re.MULTILINE)
    assert {"app.py", "pages", "static", "assets", "lazyq", ".streamlit/config.toml"} < set(copied)
    assert all((ROOT / path).exists() for path in copied)
    assert re.findall(r"^USER (\S+)", CONTAINER, re.MULTILINE) == ["10001"]


def test_container_keeps_the_words_for_every_language_of_the_app():
    (pattern,) = re.findall(r"-regex '(\S+\.dat)'", CONTAINER)
    kept = re.compile(re.sub(r"\\([(|)])", r"\1", pattern))
    assert all(kept.fullmatch(f"babel/locale-data/{name}.dat") for name in ("root", *LANGUAGES))
    assert not kept.fullmatch("babel/locale-data/de.dat")


def test_container_leaves_out_only_what_its_packages_have():
    packages = Path(sysconfig.get_path("purelib"))
    left_out = re.findall(r'"\$site/([\w/.-]+)"?(\*\w+\*)?', CONTAINER)
    assert len(left_out) > 5
    for path, ending in left_out:
        assert list(packages.glob(f"{path}{ending}")) or path.startswith(("pip", "torch/test")), path


@pytest.mark.skipif(HADOLINT is None, reason="hadolint has no package for this machine")
def test_linter_of_containers_finds_nothing():
    done = subprocess.run([HADOLINT, FOLDER / "Containerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_variables_are_those_that_lazyq_and_streamlit_know():
    own = {"LAZYQ_HOST", "LAZYQ_MAIL"}  # the compose file's
    texts = [PAGE, *(path.read_text("utf-8") for path in FILES)]
    assert {name for text in texts for name in re.findall(r"\bLAZYQ_[A-Z]+", text)} <= KNOWN | own
    options = {option.env_var for option in config.get_config_options().values()}
    assert {name for text in texts for name in re.findall(r"\bSTREAMLIT_[A-Z_]+", text)} <= options


def test_lock_holds_all_that_the_app_is_installed_from_with_hashes():
    blocks = re.split(r"^(?=\S)", (FOLDER / "requirements.lock").read_text("utf-8"), flags=re.MULTILINE)[1:]
    locked = {block.split(maxsplit=1)[0] for block in blocks}
    wanted = re.findall(r"^(\S+==\S+)$", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    assert {line.lower() for line in wanted} <= locked
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", block) for block in blocks)
    assert not re.search("https?:", "".join(blocks))


def test_proxy_knows_every_copy_and_every_copy_knows_the_proxy_and_itself():
    copies = [name for name in COMPOSE["services"] if name != "proxy"]
    servers = [server["url"] for server in ROUTES["services"]["lazyq"]["loadBalancer"]["servers"]]
    assert servers == [f"http://{name}:8501" for name in copies]
    for name in copies:
        service = COMPOSE["services"][name]
        assert service["read_only"]
        hosts = service["environment"]["STREAMLIT_SERVER_ALLOWED_HOSTS"]
        assert {name, "127.0.0.1"} < set(hosts.rsplit("}", 1)[1].split())
        (cache, data) = service["volumes"]
        assert cache.endswith(":/cache")
        assert data.endswith(":/data")
    caches = [COMPOSE["services"][name]["volumes"][0] for name in copies]
    assert len(set(caches)) == len(caches)


def test_one_service_builds_each_image_and_the_others_wait_for_it():
    services = COMPOSE["services"].values()
    built = [service["image"] for service in services if "build" in service]
    assert len(set(built)) == len(built)
    others = [service for service in services if service["image"] in built and "build" not in service]
    assert others
    assert all(service["pull_policy"] == "never" for service in others)


def test_proxy_gets_its_options_from_one_place_and_has_what_its_routes_name():
    proxy = COMPOSE["services"]["proxy"]
    assert not list((FOLDER / "proxy").glob("traefik.*"))  # Traefik would read it in place of the options
    assert not [name for name in proxy["environment"] if name.startswith("TRAEFIK_")]
    given = dict(option.removeprefix("--").split("=", 1) for option in proxy["command"])
    (router,) = ROUTES["routers"].values()
    assert all(f"entryPoints.{name}.address" in given for name in router["entryPoints"])
    resolver = f"certificatesResolvers.{router['tls']['certResolver']}.acme"
    assert "LAZYQ_MAIL" in given[f"{resolver}.email"]
    assert given[f"{resolver}.storage"].startswith("/certificates/")
    assert Path(given["providers.file.filename"]).name in {path.name for path in (FOLDER / "proxy").iterdir()}


def test_proxy_is_sticky_and_limits_who_asks_too_much():
    (router,) = ROUTES["routers"].values()
    assert set(router["middlewares"]) == set(ROUTES["middlewares"])
    cookie = ROUTES["services"]["lazyq"]["loadBalancer"]["sticky"]["cookie"]
    assert cookie["secure"]
    assert cookie["httpOnly"]


@pytest.mark.parametrize("text", [CONTAINER, UNIT], ids=["container", "systemd"])
def test_app_is_started_with_options_that_streamlit_has(text):
    given = re.findall(r"--(\w+)\.(\w+)=", text)
    assert ("server", "headless") in given
    assert all(config.get_option(f"{section}.{name}") is not ... for section, name in given)


@pytest.mark.skipif(ANALYZE is None, reason="no systemd is installed")
def test_systemd_finds_nothing_in_the_unit(tmp_path):
    unit = tmp_path / "lazyq.service"
    unit.write_text(UNIT.replace("/opt/lazyq/.venv/bin/streamlit", sys.executable), "utf-8")
    done = subprocess.run([ANALYZE, "verify", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_container_does_not_ask_another_host_for_its_address():
    assert "--browser.serverAddress=" in CONTAINER


def test_health_is_asked_for_where_the_app_answers():
    check = ROUTES["services"]["lazyq"]["loadBalancer"]["healthCheck"]
    assert check["path"] == "/_stcore/health"
    assert "127.0.0.1:8501/_stcore/health" in CONTAINER


def test_page_of_the_manual_names_every_variable_file_and_limit():
    assert set(re.findall(r"LAZYQ_[A-Z]+", PAGE)) >= KNOWN
    for path in FILES:
        assert f"``{path.relative_to(FOLDER)}``" in PAGE
    assert f"visitor has at most {MOST_FILES};" in PAGE
    assert f"together have at most {MOST_BYTES // 2**20} MB" in PAGE
    assert f"At most {MOST_COMING // 2**20} MB of them are on their way" in PAGE
    assert LONGEST == 120
    assert "more than two minutes 408" in PAGE
    assert f"at most {config.get_option('server.maxUploadSize')} MB" in PAGE
    assert re.search(rf"send {BURST} messages at once and go on with {RATE:g} a second", PAGE)
