"""Nothing that the server has to say waits for the receipt of what it said before."""

import asyncio
import socket
import subprocess
import sys
import textwrap

import uvicorn
from streamlit.web.server.starlette.starlette_server import _bind_server_socket

from lazyq.ui.sending import _once_listening, sends_at_once

SECONDS = 120
# A server on a socket as Streamlit opens it, asked by itself, says whether its connections send at once.
SERVED = textwrap.dedent(
    """
    import asyncio, socket, uvicorn
    from starlette.applications import Starlette
    from lazyq.ui.ending import ends_in_order

    async def main():
        listening = socket.socket(socket.AF_INET)
        listening.bind(("127.0.0.1", 0))
        app = Starlette(lifespan={lifespan})
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        async with asyncio.timeout(60):
            while not server.started:
                await asyncio.sleep(0.01)
            for _ in range(3):
                await asyncio.sleep(0.05)  # the server may answer a moment before it is looked at
                reader, writer = await asyncio.open_connection(*listening.getsockname())
                writer.write(b"GET / HTTP/1.1\\r\\nHost: here\\r\\n\\r\\n")
                await reader.readline()
                (connection,) = server.server_state.connections
                taken = connection.transport.get_extra_info("socket")
                at_once = taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                writer.close()
                while server.server_state.connections:
                    await asyncio.sleep(0.01)
            print("at once" if at_once else "waits")
            server.should_exit = True
            await serving

    asyncio.run(main())
    """
)


def said_with(lifespan: str) -> str:
    code = SERVED.replace("{lifespan}", lifespan)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_connections_of_the_app_send_at_once():
    assert said_with("ends_in_order") == "at once"
    assert said_with("None") == "waits", "uvicorn does so by itself now: is this still worth it?"


def test_streamlits_socket_still_needs_it():
    opened, _ = _bind_server_socket("127.0.0.1", "127.0.0.1", 0, 5)
    with opened:
        assert opened.proto != socket.IPPROTO_TCP
        assert not opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_without_a_server_nothing_is_done():
    async def run() -> int:
        async with sends_at_once(None):
            return len(asyncio.all_tasks())

    assert asyncio.run(run()) == 1


def test_a_server_that_ends_before_it_listens_is_no_longer_looked_at():
    async def run() -> int:
        async with sends_at_once(uvicorn.Server(uvicorn.Config(lambda: None))):
            await asyncio.sleep(0.05)
        await asyncio.sleep(0)
        return len(asyncio.all_tasks())

    assert asyncio.run(run()) == 1


def test_a_server_of_another_kind_of_socket_is_left_as_it_is(tmp_path):
    async def run() -> None:
        server = uvicorn.Server(uvicorn.Config(lambda: None))
        listening = await asyncio.start_unix_server(lambda reader, writer: None, tmp_path / "socket")
        server.servers, server.started = [listening], True
        async with listening:
            await _once_listening(server)

    asyncio.run(run())
