"""A digit from a picture file."""

import numpy as np
import streamlit as st

from lazyq.datasets import prepare_digit, read_image
from lazyq.experiments.digits import DrawnDigit
from lazyq.ui.language import tr
from lazyq.ui.plain import plain
from lazyq.wording import message_of

MEGABYTES = 8  # a photo from a phone
ZOOM = 6


def upload(key: str) -> DrawnDigit | None:
    """Show the place for a PNG or JPEG file and what becomes of it; return the digit once it is wanted."""
    most = min(MEGABYTES, st.get_option("server.maxUploadSize"))
    file = st.file_uploader(
        tr("A picture of one digit, PNG or JPEG"),
        type=["png", "jpg", "jpeg"],
        max_upload_size=most,
        key=f"{key}-file",
        help=tr("A photo or a scan: dark ink on light paper, or light on dark, and nothing else."),
    )
    if file is None:
        st.caption(
            tr("The picture stays on the computer that runs this app; only the 28×28 result goes into links.")
        )
        return None
    if file.size > most * 2**20:
        megabytes = f"{file.size / 2**20:.0f}"
        text = tr(
            "This picture can't be used: it has {megabytes} MB, and {most} MB is the most.",
            megabytes=megabytes,
            most=most,
        )
        st.error(text)
        return None
    try:
        prepared = prepare_digit(read_image(file.getvalue(), max_bytes=most * 2**20))
    except ValueError as error:
        st.error(tr("This picture can't be used: {reason}", reason=plain(tr(message_of(error)))))
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.image(
            np.kron(prepared.numpy(), np.ones((ZOOM, ZOOM), np.uint8)),
            caption=tr("What is compared: centred and scaled as MNIST does"),
            width=ZOOM * 28,
            alt=tr("Your picture as 28 by 28 pixels"),
        )
        wanted = st.button(tr("Use this picture"), key=f"{key}-use")
    return DrawnDigit(prepared.contiguous().numpy().tobytes(), uploaded=True) if wanted else None
