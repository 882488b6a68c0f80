"""Rooms: a class without accounts is asked a question, everyone commits a guess, then all see what came.

A room is in the memory of this process only, ends by itself, and knows nobody: a member is a random ticket
that a tab keeps. Streamlit's sessions open rooms and hand out tickets (``entrance``); all else goes over
short requests of the browser (``door``), which cost much less than a session's run.
"""
