"""Steering: whether the space of an encoder turns when its images do."""

import streamlit as st

from lazyq.ui.language import tr
from lazyq.ui.notices import data_notice
from lazyq.ui.preparing import arriving
from lazyq.ui.shell import ensure_shell

ensure_shell()

head = st.container(horizontal=True, vertical_alignment="center", gap="small")
head.title(tr("Does the space turn with the image?"))
st.markdown(
    tr(
        "An encoder makes a point of each digit. Turn the images: without the loss thirty points wander, "
        "each on its own way. With the loss they turn like one solid globe: then the globe can be turned "
        "instead."
    )
)
data_notice()
with arriving():
    from lazyq.ui.choosing.one import chooser
    from lazyq.ui.library import default_pair
    from lazyq.ui.views.steering import asked_digit, at_hand, settings, steering_view, trained

x, problem = asked_digit()
notices = st.container()
above = st.container()
with head:
    chooser("x", x or default_pair()[0], tr("It is the first of the thirty."))
    chosen = settings(x, notices)
if problem:
    notices.warning(problem)
spec, result = at_hand(chosen.spec)
steering_view(spec, result, chosen.address)
with above:
    trained(chosen.spec, spec)
