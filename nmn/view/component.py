"""Components of our own: ES modules in a folder of assets/, made into the one script that Streamlit takes.

The browser gets the modules inside a loader, so that they need no address of their own and work from a clone and from
a wheel alike.
"""

import json
from typing import Any

import streamlit as st

from nmn.home import home

# Turns every module into a blob of its own, the ones that it imports first.
LOADER = """
const urls = {};
function load(name) {
  const here = (_, other) => `from "${load(other)}"`;
  return (urls[name] ??= URL.createObjectURL(new Blob(
    [sources[name].replace(/from "[.][/]([^"]+)"/g, here), `\\n//# sourceURL=${folder}/${name}\\n`],
    { type: "text/javascript" })));
}
export default (await import(load("main.js"))).default;
"""


def component(folder: str, **options: Any) -> Any:
    """Register the component whose modules and styles are in assets/`folder`; main.js is its entry.

    Args:
        folder: its name in assets/.
        **options: what Streamlit takes beside them.
    """
    place = home() / "assets" / folder
    sources = {path.name: path.read_text("utf-8") for path in sorted(place.glob("*.js"))}
    script = f"const folder = {json.dumps(folder)}, sources = {json.dumps(sources)};{LOADER}"
    styles = "\n".join(path.read_text("utf-8") for path in sorted(place.glob("*.css")))
    return st.components.v2.component(f"nmn_{folder}", css=styles, js=script, **options)
