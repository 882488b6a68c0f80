"""Visitors without a browser: they speak Streamlit's protocol over a websocket, with this machine only."""

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 180.0
_SOON = 10.0
_LARGEST = 50_000_000


class Visitor:
    """One tab: a connection, and what the server has put on its page.

    Parameters
    ----------
    url : root of the app, on 127.0.0.1
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.hostname != "127.0.0.1":
            raise ValueError(f"url must be on 127.0.0.1, got {url}")
        self._address = f"ws://{parts.netloc}/_stcore/stream"
        self._address_sent = {"page_name": "", "query_string": ""}
        self.refreshing: dict[str, float] = {}
        self.told: list[ForwardMsg] = []

    async def __aenter__(self) -> Self:
        self._socket: ClientConnection = await connect(
            self._address,
            subprotocols=["streamlit"],
            max_size=_LARGEST,
            open_timeout=PATIENCE,
            ping_interval=None,
            proxy=None,
        )
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._socket.close()

    async def open(self, page: str, query: str = "") -> float:
        """Open a page, or another, and return the seconds until its run has finished."""
        self._address_sent = {"page_name": page, "query_string": query}
        self.refreshing = {}
        return await self._run()

    async def refresh(self, press: str | None = None) -> None:
        """Run the fragments that run by themselves once, as the browser does from time to time.

        One that the page has no longer may never be said to have finished: a browser doesn't wait for that.

        Parameters
        ----------
        press : label of a button of theirs that is pressed
        """
        for fragment in tuple(self.refreshing):
            with suppress(TimeoutError):
                await self._run(fragment, press, _SOON)

    async def send(self, message: BackMsg) -> None:
        """Send a message that no page sends, and wait for nothing."""
        await self._socket.send(message.SerializeToString())

    async def trigger(self, component: str, event: str, value: object) -> float:
        """Let a component of the page send something, and return the seconds until the page has run.

        Parameters
        ----------
        component : the name of its folder
        event : as the component calls it
        value : what JSON can hold
        """
        identity, _ = next(found for name, *found in _components(self.told) if name == f"lazyq_{component}")
        said = json.dumps([{"event": event, "value": value}])
        return await self._run(trigger=(identity, said))

    def given(self, component: str) -> dict[str, Any]:
        """Return what a component of the page, by the name of its folder, was given last."""
        *_, given = [given for name, _, given in _components(self.told) if name == f"lazyq_{component}"]
        return dict(json.loads(given))

    def words(self) -> list[str]:
        """Return what stands on the page beside progress bars, in warnings and on buttons, newest last."""
        return list(_words(self.told))

    async def _run(
        self,
        fragment: str = "",
        press: str | None = None,
        patience: float = PATIENCE,
        trigger: tuple[str, str] | None = None,
    ) -> float:
        began = time.perf_counter()
        message = BackMsg()
        message.rerun_script.query_string = self._address_sent["query_string"]
        message.rerun_script.page_name = self._address_sent["page_name"]
        message.rerun_script.fragment_id = fragment
        if press is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = _button(self.told, press), True
        if trigger is not None:
            identity, said = trigger
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.json_value = identity, "{}"
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.json_trigger_value = f"$$STREAMLIT_INTERNAL_KEY_{identity}__events", said
        await self._socket.send(message.SerializeToString())
        self.told = []
        finished = ForwardMsg.FINISHED_EARLY_FOR_RERUN
        while finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            finished = await asyncio.wait_for(self._finished(), patience)
        return time.perf_counter() - began

    async def _finished(self) -> int:
        while True:
            said = ForwardMsg.FromString(bytes(await self._socket.recv()))
            self.told.append(said)
            kind = said.WhichOneof("type")
            if kind == "auto_rerun":
                self.refreshing[said.auto_rerun.fragment_id] = said.auto_rerun.interval
            elif kind == "script_finished":
                return said.script_finished


def _words(told: list[ForwardMsg]) -> Iterator[str]:
    for said in told:
        if said.WhichOneof("type") == "delta" and said.delta.WhichOneof("type") == "new_element":
            element = said.delta.new_element
            kind = element.WhichOneof("type")
            if kind == "progress":
                yield element.progress.text
            elif kind == "alert":
                yield element.alert.body
            elif kind == "button":
                yield element.button.label


def _components(told: list[ForwardMsg]) -> Iterator[tuple[str, str, str]]:
    for said in told:
        if said.WhichOneof("type") == "delta" and said.delta.WhichOneof("type") == "new_element":
            element = said.delta.new_element
            if element.WhichOneof("type") == "bidi_component":
                part = element.bidi_component
                yield part.component_name, part.id, part.json or part.mixed.json or part.bytes.decode()


def _button(told: list[ForwardMsg], label: str) -> str:
    for said in told:
        if said.WhichOneof("type") == "delta" and said.delta.new_element.button.label == label:
            return said.delta.new_element.button.id
    raise ValueError(f"label must be that of a button on the page, got {label!r}")
