"""Choosing a digit: from the data, by drawing, or from a picture file."""

import streamlit as st

from lazyq.experiments.digits import DigitLibrary, DigitRef, DrawnDigit
from lazyq.ui.choosing.drawing import drawing
from lazyq.ui.choosing.gallery import gallery
from lazyq.ui.choosing.upload import upload
from lazyq.ui.language import tr


def picker(title: str, key: str, current: DigitRef | None, library: DigitLibrary) -> DigitRef | None:
    """Show the ways to choose a digit; return a newly chosen one once, else None.

    It is the body of an ``st.dialog``: close that with ``st.rerun()`` when a digit comes back.

    Parameters
    ----------
    title : what the digit is for, such as "Choose x"; named to screen readers
    key : of the widgets, different for every picker on a page
    current : the digit in use, marked in the gallery or laid on the drawing area
    library : the data to choose from
    """
    titles = {"grid_view": tr("Gallery"), "draw": tr("Draw"), "image": tr("Upload")}
    ways = [f":material/{icon}: {title}" for icon, title in titles.items()]
    start = 0
    if isinstance(current, DrawnDigit):
        start = 2 if current.uploaded else 1
    in_gallery, in_drawing, in_upload = st.tabs(ways, default=ways[start])
    with in_gallery:
        chosen = gallery(title, f"{key}-gallery", current, library)
    with in_drawing:
        drawn = drawing(f"{key}-drawing", current)
    with in_upload:
        uploaded = upload(f"{key}-upload")
    return chosen or drawn or uploaded
