import pytest
import streamlit as st
from streamlit import config, net_util


@pytest.fixture
def options(monkeypatch):
    """Return what the server is started with, to be changed; other options are as they are."""
    chosen = {"server.address": None, "server.allowedHosts": []}
    real = config.get_option

    def get_option(name):
        return chosen[name] if name in chosen else real(name)

    monkeypatch.setattr(config, "get_option", get_option)
    monkeypatch.setattr(st, "get_option", get_option)
    return chosen


@pytest.fixture
def asked(monkeypatch):
    """Return what is asked of hosts elsewhere, which don't answer."""
    addresses = []
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)
    monkeypatch.setattr(net_util, "get_internal_ip", lambda: "10.0.0.3")
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, timeout: addresses.append(url))
    return addresses
