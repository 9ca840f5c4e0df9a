"""What every page shares: the contents, the sidebar's state, and the URL that holds it."""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nmn.address.screen import FIELDS, OF_STAGE, Screen, parse, write
from nmn.app.shared import reader
from nmn.app.shared.document import PAGES
from nmn.app.shared.tools import Asking, tools
from nmn.app.shared.words import seen
from nmn.engine import COMPARED
from nmn.parameters import Parameters
from nmn.runs.start_up import START_UP
from nmn.runs.warm import Progress
from nmn.site_path import site_path

OF_ITS_OWN = ("lessons.py",)  # pages that show something else than the sidebar's run
COMPILING = ("race.py", "map.py", "paper.py")  # the pages that can show nothing before the engine is there


def navigation() -> Any:
    """The pages, in the order of the menu; the address comes first, as who clicks there at once leaves it."""
    _read_once()
    return st.navigation(
        [
            st.Page(site_path() / "pages" / file, title=title, url_path=path, default=not path)
            for file, (title, path) in PAGES.items()
        ],
        position="top",
    )


def page(file: str, ask: Asking | None = None) -> None:
    """Begin a page: the first thing that every page calls.

    A fresh server answers the first deep link with the page alone, without app.py; declaring the contents and running
    again puts that right.

    Args:
        file: its own, in pages/.
        ask: opens the dialog in which a question is asked about what is on screen.
    """
    # A drawn icon: Streamlit would fetch a named one from outside.
    icon = site_path() / "assets" / "images" / "icon.svg"
    st.set_page_config(page_title=f"{PAGES[file][0]} · NMN Explorer", page_icon=icon, layout="wide")
    if _read_once():
        navigation()
        st.rerun()
    if file in COMPILING:
        compiled([parameters(), *(Parameters(model=model) for model in COMPARED)])
    reader.begin()
    st.session_state.window = None  # what the stage last got: a page that is drawn anew offers it all again
    st.html(STYLE)
    tools(file, "" if file in OF_ITS_OWN else seen(parameters()), ask)


def compiled(runs: Iterable[Parameters]) -> None:
    """Wait for what the engine still compiles for runs, and show how far it is; then the page begins again."""
    runs = list(runs)
    if not START_UP.lacks(runs):
        return
    with st.container(key="training"):  # where training shows how far it is
        bar = st.progress(0.0)

    def show(now: Progress) -> None:
        bar.progress(
            now.done / now.total, f"Compiling the engine, once: {now.words}, {now.done + 1} of {now.total}"
        )

    START_UP.wait(runs, show)
    st.rerun()


def _read_once() -> bool:
    """Take the screen from the URL at the beginning of a session; whether this was it."""
    if "parameters" in st.session_state:
        return False
    reader.heard_whole(_read_url)()
    return True


def _read_url() -> None:
    """Take the screen from the URL; what is not possible in it becomes a sentence."""
    query = {name: st.query_params[name] for name in st.query_params}
    state, (screen, state.problems) = st.session_state, parse(query)
    state.fork_notes = []
    for name in reversed(FIELDS):  # the parameters last: they tell that all is there
        state[name] = getattr(screen, name)


def parameters() -> Parameters:
    """What the sidebar is set to."""
    chosen: Parameters = st.session_state.parameters
    return chosen


def screen() -> Screen:
    """What the page shows."""
    return Screen(**{name: st.session_state[name] for name in FIELDS})


def write_url() -> None:
    """Put the screen into the URL, so that the address opens it anywhere."""
    put(write(screen()))


def put(query: Mapping[str, str]) -> None:
    """Put a query into the URL where that says something else; all controls of the page are drawn by then."""
    reader.end()
    shown = st.query_params.to_dict()
    query = {**query, **({"present": "1"} if st.session_state.present else {})}
    if any(query.get(name) != shown.get(name) for name in {*query, *shown} - {*OF_STAGE}):
        st.query_params.from_dict(query)


def theme() -> str:
    """The visitor's theme, "light" or "dark"."""
    return st.context.theme.type or "light"


def show_problems() -> None:
    """Say what was wrong with the URL or a control; the next change clears it."""
    place = st.empty()  # always there, so that what follows keeps its place
    if st.session_state.problems:
        place.warning("\n".join(f"- {problem}" for problem in st.session_state.problems))


# The stage fills the window: Streamlit's own margins around the page are made small. A lesson's text grows with it,
# so that it is read from the last row, too.
STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding: 3.75rem 1rem 0 1rem; }
[data-testid="stSidebarUserContent"] { padding-bottom: 1rem; }
[data-testid="stSidebarHeader"] { height: 2.5rem; min-height: 0; padding-bottom: 0; margin-bottom: 0; }
[data-testid="stSidebar"] [data-testid="stVerticalBlock"] { gap: 0.5rem; }
[data-testid="stBaseButton-primary"] p { color: light-dark(#FFFFFF, #111418); } /* readable on the accent */
.stMarkdown [data-testid="stCaptionContainer"] { opacity: 0.75; }
.st-key-race [data-stale="true"], .st-key-map-live [data-stale="true"] {
  opacity: 1 !important; transition: none !important;
}
[class*="st-key-training"] {
  position: fixed; left: 1rem; bottom: 1rem; z-index: 1000000; width: 16rem; padding: 0.75rem;
  background: Canvas; border: 1px solid GrayText; border-radius: 4px;
}
:has(> .st-key-lesson-notes) { position: absolute; }
:has(> .st-key-lesson-kept) { position: absolute; height: 0; overflow: hidden; }
.st-key-lesson-text :is(p, li, label, code) { font-size: clamp(14px, 0.95vw, 24px); line-height: 1.5; }
.st-key-lesson-text [data-testid="stCaptionContainer"] p { font-size: clamp(12px, 0.8vw, 20px); }
.st-key-lesson-text h3 { font-size: clamp(16px, 1.15vw, 30px); padding: 0 0 0.5rem; }
</style>"""


def open_run(run: Parameters, at: int) -> None:
    """Leave the page for Step through, with a run at a step."""
    state = st.session_state
    state.parameters, state.at, state.look, state.phase = run, at, "", ""
    state.neuron, state.fork, state.own, state.fork_notes = None, None, None, []
    # A drawing of the page that is left which is asked for meanwhile would bring that page back, empty.
    if context := get_script_run_ctx():
        context.fragment_storage.clear()
    st.switch_page(link("step_through.py"))


def link(file: str) -> str:
    """The path of a page, as a link to it takes it."""
    return str(site_path() / "pages" / file)
