"""All doors by which a stranger's data come in."""

from tests.fuzz import doors, messages, pictures

SURFACES = [*doors.SURFACES, *messages.SURFACES, *pictures.SURFACES]
