"""Components of our own: ES modules in a folder of assets/, made into the one script that Streamlit takes.

The browser gets the modules inside a loader, so that they need no address of their own and work from a clone and from
a wheel alike. (Streamlit's `asset_dir` takes one style sheet and an installed package only, and sends every module
anew with each load: its answers hold nothing to keep them by.)
"""

import json
from pathlib import Path
from typing import Any

import streamlit as st

from nmn.site_path import site_path

# Turns every module into a blob of its own, the ones that it imports first.
LOADER = """
const urls = {};
function load(name) {
  const here = (_, other) => `from "${load(new URL(other, `file:///${name}`).pathname.slice(1))}"`;
  return (urls[name] ??= URL.createObjectURL(new Blob(
    [sources[name].replace(/from "([.][^"]+)"/g, here), `\\n//# sourceURL=${name}\\n`],
    { type: "text/javascript" })));
}
export default (await import(load(entry))).default;
"""


def component(folder: str, *shared: str, **options: Any) -> Any:
    """Register the component whose modules and styles are in assets/`folder`; main.js is its entry.

    Args:
        folder: its name in assets/.
        *shared: folders of assets/ with modules that it imports, too.
        **options: what Streamlit takes beside them.
    """
    assets = site_path() / "assets"
    place = assets / folder
    sources = {
        path.relative_to(assets).as_posix(): path.read_text("utf-8")
        for each in (folder, *shared)
        for path in sorted((assets / each).rglob("*.js"))
    }
    script = f"const entry = {json.dumps(f'{folder}/main.js')}, sources = {json.dumps(sources)};{LOADER}"
    styles = "\n".join(path.read_text("utf-8") for path in style_sheets(place))
    return st.components.v2.component(f"nmn_{folder}", css=styles, js=script, **options)


def style_sheets(place: Path) -> list[Path]:
    """The style sheets of a folder, its own before those of the rooms in it, which may overrule them."""
    return sorted(place.rglob("*.css"), key=lambda path: (len(path.parts), path))
