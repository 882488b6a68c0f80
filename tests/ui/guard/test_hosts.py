import socket

import pytest
from streamlit import net_util

from lazyq.ui.guard.hosts import ask_nobody, host_is_served, origin_is_served


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
@pytest.mark.parametrize(
    ("host", "served"),
    [
        ("localhost:8501", True),
        ("LOCALHOST", True),
        ("127.0.0.1:1", True),
        ("[::1]:8501", True),
        ("evil.test", False),
        ("localhost.evil.test", False),
        ("127.0.0.1.evil.test:80", False),
        ("", False),
        (None, False),
    ],
)
def test_server_of_this_machine_alone_has_the_names_of_this_machine(options, address, host, served):
    options["server.address"] = address
    assert host_is_served(host) is served


@pytest.mark.parametrize("address", [None, "0.0.0.0", "::", "192.168.0.7"])
@pytest.mark.parametrize(
    ("host", "served"),
    [
        ("localhost:8501", True),
        ("192.168.0.7:8501", True),
        ("203.0.113.9", True),
        ("[fe80::1]:8501", True),
        ("[2001:db8::7]", True),
        ("app-1:8501", True),
        ("ROOM12", True),
        ("blackboard.school.test:8501", True),
        ("Blackboard.local", True),
        ("public.test", True),
        ("blackboard.school.test.:8501", True),
        ("evil.test", False),
        ("evil.test:8501", False),
        ("192.168.0.7.evil.test", False),
        ("blackboard.evil.test", False),
        ("other.local", False),
        ("127.1", False),
        ("[evil.test]", False),
        ("user@localhost", False),
        ("localhost/x", False),
        ("a b", False),
        ("[", False),
        (":8501", False),
        (".", False),
        ("", False),
        (None, False),
    ],
)
def test_server_for_others_has_addresses_and_its_own_names(options, monkeypatch, address, host, served):
    monkeypatch.setattr(socket, "gethostname", lambda: "Blackboard.school.test")
    options.update({"server.address": address, "browser.serverAddress": "Public.test"})
    assert host_is_served(host) is served


def test_name_that_the_server_listens_at_is_its_own(options):
    options["server.address"] = "lazyq.school.test"
    assert host_is_served("Lazyq.School.test:8501")


def test_names_that_are_given_are_all_that_a_server_for_others_has(options):
    options["server.allowedHosts"] = ["*.school.test"]
    assert host_is_served("lazyq.school.test")
    assert not host_is_served("192.168.0.7")
    assert not host_is_served("evil.test")


def test_names_that_are_given_count_on_this_machine_too(options):
    options.update({"server.address": "127.0.0.1", "server.allowedHosts": ["lazyq.school.test"]})
    assert host_is_served("lazyq.school.test")
    assert not host_is_served("localhost")


@pytest.mark.parametrize(
    ("origin", "served"),
    [
        (None, True),
        ("http://school.test:8501", True),
        ("https://school.test:8501", True),  # a proxy has the certificate
        ("http://localhost:3000", True),
        ("http://10.0.0.3:8501", True),
        ("https://friend.test", True),
        ("http://school.test", False),
        ("http://evil.test:8501", False),
        ("http://school.test:8501.evil.test", False),
        ("null", False),
        ("", False),
        ("http://[::", False),
        ("http://[", False),
    ],
)
def test_pages_of_other_sites_do_not_connect_and_nobody_is_asked(options, asked, origin, served):
    options["server.corsAllowedOrigins"] = ["https://friend.test"]
    assert ask_nobody()
    assert ask_nobody()
    assert origin_is_served(origin, "school.test:8501") is served
    assert asked == []


def test_who_turned_the_rule_off_has_it_off(options, asked):
    options["server.enableCORS"] = False
    assert origin_is_served("http://evil.test", "school.test")


def test_streamlit_with_another_way_to_its_address_is_left_alone(monkeypatch):
    monkeypatch.setattr(net_util, "get_external_ip", None)
    assert not ask_nobody()
    assert net_util.get_external_ip is None
