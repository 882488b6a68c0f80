"""What the pages share: shell, components, permalinks. With ``app.py`` and ``pages/`` the only Streamlit code."""
