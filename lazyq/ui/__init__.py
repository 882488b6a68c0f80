"""What the pages share: shell, components, links. All Streamlit code is here, in app.py and in pages/."""
