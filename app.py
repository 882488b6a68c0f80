"""The lazyq app: ``streamlit run app.py``."""

import streamlit as st

from lazyq.ui.ahead import fetches_ahead
from lazyq.ui.components import CODE
from lazyq.ui.ending import ends_in_order
from lazyq.ui.gathering import gather_messages
from lazyq.ui.guard import ask_nobody, guards
from lazyq.ui.leaving import arrive
from lazyq.ui.log import quiet_departures, withhold_words
from lazyq.ui.manual import MANUAL
from lazyq.ui.memory import imports_frozen, sweep_regularly
from lazyq.ui.notices import require_environment
from lazyq.ui.preparing import prepare_rest
from lazyq.ui.returning import keep_early_presses
from lazyq.ui.rooms.door import doors
from lazyq.ui.shell import configure, frame, navigation
from lazyq.ui.theme import keep_theme
from lazyq.ui.turns import take_turns

if __name__ == "app":  # the server imports it once; for every visitor it is run as a script
    keep_theme()
    gather_messages()
    keep_early_presses()
    take_turns()
    ask_nobody()
    withhold_words()
    quiet_departures()
    routes = [*doors(), *CODE.routes(), *MANUAL.routes()]
    app = st.App(__file__, routes=routes, middleware=[*guards(), *fetches_ahead()], lifespan=ends_in_order)
else:
    sweep_regularly()
    configure()
    st.session_state["_shell"] = True
    page = navigation()
    arrive(page.url_path)
    frame(page)
    require_environment()
    with imports_frozen():
        page.run()
    prepare_rest()
