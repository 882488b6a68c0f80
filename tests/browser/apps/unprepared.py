"""The app without what is imported behind its first page."""

import runpy

from lazyq.ui import preparing, shell

preparing.prepare_rest = lambda: None
runpy.run_path(str(shell.ROOT / "app.py"))
