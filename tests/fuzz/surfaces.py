"""All doors by which a stranger's data come in."""

from tests.fuzz import browser, doors, messages, pages, pictures

SURFACES = [*doors.SURFACES, *messages.SURFACES, *pictures.SURFACES, *browser.SURFACES, *pages.SURFACES]
