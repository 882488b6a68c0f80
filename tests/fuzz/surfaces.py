"""All doors by which a stranger's data come in."""

from tests.fuzz import browser, doors, messages, pages, pictures, visits

SURFACES = [
    surface for module in (doors, messages, pictures, browser, visits, pages) for surface in module.SURFACES
]
