"""A file that the server does not take: the page says why, in the visitor's language and to be seen."""

import socket
from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from lazyq.ui.guard.uploads import MOST_FILES

from .harness import READY_SECONDS, AppServer

BUSY = {
    "en": "Too many files are on their way at once: wait until they are here, then try again.",
    "es": "Hay demasiados archivos en camino a la vez: espera a que lleguen e inténtalo de nuevo.",
}
REFUSED = {
    400: "The file did not get here: try again.",
    408: "The file took too long to get here: take a smaller one, or try again.",
    413: "The file is larger than this server takes.",
    503: "This server takes no more files right now: try again in a minute.",
}


@pytest.fixture
def open_upload(open_page, server):
    def visit(on: Page, language: str = "en") -> Page:
        page = open_page(f"/lens?lang={language}", on=on)
        page.locator(".st-key-pickers button").first.click()
        page.get_by_role("tab").nth(2).click()
        expect(page.get_by_test_id("stFileUploaderDropzone")).to_be_visible(timeout=1000 * READY_SECONDS)
        return page

    return visit


def give(page: Page, name: str = "seven.png") -> None:
    file = {"name": name, "mimeType": "image/png", "buffer": b"no picture"}
    page.locator("input[type=file]").set_input_files(file)


def refuse(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status)


def begin_to_send(server: AppServer, like: Request, name: int) -> socket.socket:
    """Announce a file as a visitor's browser has sent one, and send nothing of it."""
    waiting = socket.create_connection(("127.0.0.1", server.port))
    folder = urlsplit(like.url).path.rpartition("/")[0]
    told = {"cookie", "x-xsrftoken", "content-type", "host"}
    headers = "".join(f"{key}: {value}\r\n" for key, value in like.all_headers().items() if key in told)
    waiting.sendall(f"PUT {folder}/{name} HTTP/1.1\r\n{headers}Content-Length: 1000\r\n\r\n".encode())
    return waiting


@pytest.mark.parametrize("language", BUSY)
def test_server_that_takes_no_more_files_is_said_beside_the_file(
    open_upload, phone, server, tolerate, language
):
    page = open_upload(phone, language)
    tolerate("429")
    with page.expect_request(lambda request: request.method == "PUT") as sent:
        give(page)
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    with ExitStack() as waiting:
        for name in range(MOST_FILES):
            waiting.enter_context(begin_to_send(server, sent.value, name))
        give(page, "other.png")
        why = page.get_by_test_id("stFileChip").get_by_role("alert")
        expect(why).to_have_text(BUSY[language])
        expect(why).to_be_in_viewport(ratio=1)
        assert why.bounding_box()["height"] > 15
    give(page)
    expect(page.get_by_test_id("stFileChip").filter(has_text="seven.png")).to_be_visible()


def test_each_status_has_its_sentence(open_upload, page, tolerate):
    open_upload(page)
    tolerate("status (of|code) (4|503)")
    why = page.get_by_test_id("stFileChip").get_by_role("alert")
    for status, sentence in REFUSED.items():
        name = f"{status}.png"
        page.route("**/upload_file/**", refuse(status))
        give(page, name)
        chip = page.get_by_test_id("stFileChip").filter(has_text=name)
        expect(chip.get_by_role("alert")).to_have_text(sentence)
        chip.hover()
        expect(page.get_by_test_id("stTooltipErrorContent")).to_have_text(sentence)
        chip.get_by_role("button").click()
        expect(why).to_have_count(0)


def test_file_that_the_page_itself_refuses_is_said_in_its_language(open_upload, page, tmp_path):
    open_upload(page, "es")
    large = tmp_path / "large.png"
    large.write_bytes(bytes(9 * 2**20))
    page.locator("input[type=file]").set_input_files(large)
    why = page.get_by_test_id("stFileChip").get_by_role("alert")
    expect(why).to_have_text("El archivo debe ocupar 8,0MB o menos.")
    expect(why).to_be_visible()
    page.get_by_test_id("stFileChip").get_by_role("button").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "a.gif", "mimeType": "image/gif", "buffer": b"GIF89a"}
    )
    expect(why).to_have_text("El archivo debe ser PNG o JPEG.")
