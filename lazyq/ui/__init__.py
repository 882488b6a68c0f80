"""What the pages share: shell, components, links. All Streamlit code is here, in app.py and in pages/."""

from lazyq.extras import require_extra

require_extra("app")
