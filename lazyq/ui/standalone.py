"""A live view as one HTML file that works from disk, with no server and no network."""

import json
from typing import Any

from lazyq.ui.assets import joined_script, markup, style

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --st-background-color: #fff; --st-text-color: #1c1c1a;
  --st-secondary-background-color: #f4f3ef; --st-primary-color: #0072b2; }}
@media (prefers-color-scheme: dark) {{ :root {{ --st-background-color: #14161a; --st-text-color: #ececea;
  --st-secondary-background-color: #22252b; --st-primary-color: #56b4e9; }} }}
body {{ margin: 0; padding: 1rem; background: var(--st-background-color); color: var(--st-text-color);
  font-family: system-ui, sans-serif; }}
h1 {{ max-width: 82rem; margin: 0 auto 1rem; font-size: 1.6rem; }}
{style}
</style>
<h1>{title}</h1>
<main>{markup}</main>
<script type="module">
{script}
mount({{ data: {data}, parentElement: document.querySelector('main') }})
</script>
</html>
"""


def standalone_html(name: str, title: str, data: dict[str, Any]) -> str:
    """Return the component as a page of its own, with its data inside.

    Parameters
    ----------
    name : of its files, ``js/<name>.js``, ``css/<name>.css`` and ``html/<name>.html``
    title : plain text
    data : what the component is given; ``standalone`` is added, which tells it that no server answers
    """
    script = joined_script(f"{name}.js").replace("export default function (", "function mount (")
    inside = json.dumps({**data, "standalone": True}).replace("<", "\\u003c")
    return _PAGE.format(
        title=title.replace("&", "&amp;").replace("<", "&lt;"),
        style=style(name),
        markup=markup(name),
        script=script.replace("</script", "<\\/script"),
        data=inside,
    )
