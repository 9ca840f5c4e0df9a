"""What every page shares: the contents, the sidebar's state, and the URL that holds it."""

import re
from functools import partial
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from nmn import versions
from nmn.home import home
from nmn.parameters import Parameters, from_texts
from nmn.view import fork, neurons, own, racers, reader
from nmn.view.index import PAGES
from nmn.view.map.plan import parse as parse_map
from nmn.view.paper import readings

OF_STAGE = ("at", "neuron", "look", "phase")  # the stage keeps these in the URL itself
WISHES = ("fork", "own", "readings", "race", "map")


def navigation() -> Any:
    """The pages, in the order of the menu."""
    return st.navigation(
        [
            st.Page(home() / "pages" / file, title=title, url_path=path, default=not path)
            for file, (title, path) in PAGES.items()
        ],
        position="top",
    )


def page(file: str) -> None:
    """Begin a page: the first thing that every page calls.

    A fresh server answers the first deep link with the page alone, without app.py; declaring the contents and running
    again puts that right.
    """
    # A drawn icon: Streamlit would fetch a named one from outside.
    icon = home() / "assets" / "images" / "icon.svg"
    st.set_page_config(page_title=f"{PAGES[file][0]} · NMN Explorer", page_icon=icon, layout="wide")
    if "parameters" not in st.session_state:
        _read_url()
        navigation()
        st.rerun()
    reader.begin()
    st.session_state.window = None  # what the stage last got: a page that is drawn anew offers it all again
    st.html(STYLE)


def _read_url() -> None:
    """Take parameters and what else a page shows from the URL; what is not possible becomes a sentence."""
    query = {name: st.query_params[name] for name in st.query_params}
    state = st.session_state
    version, problems = versions.parse(query.pop("v", None) if query else str(versions.VERSION))
    ours = {name: query.pop(name) for name in (*OF_STAGE, *WISHES) if name in query}
    state.parameters, wrong = from_texts(query, version=version)
    layers = neurons.sizes(state.parameters)
    named = neurons.naming(layers, version)
    step = fork.Naming(lambda text: fork.count(text, 1), "a whole number from 1 on")
    for name, kind in (("at", step), ("neuron", named)):
        state[name], said = _number(name, ours.pop(name, ""), kind)
        problems += said
    query = ours
    state.phase = query.pop("phase", "")
    if not re.fullmatch("[a-z]{0,12}", state.phase):
        problems.append(f"phase = {state.phase} is not possible: it names a phase of a step, such as decay.")
        state.phase = ""
    state.look = query.pop("look", "")
    if not re.fullmatch("[a-z0-9:,-]{0,80}", state.look):
        problems.append(
            f"look = {state.look} is not possible: it names open views, such as x-ray,axis:101,input:120."
        )
        state.look = ""
    state.fork_notes = []
    for name, parse in (("fork", partial(fork.parse, neuron=named)), ("own", own.parse)):
        state[name], said = parse(query.pop(name)) if name in query else (None, [])
        problems += said
    for name, meant in (
        ("readings", readings.parse),
        ("race", partial(racers.parse, base=state.parameters)),
        ("map", partial(parse_map, parameters=state.parameters)),
    ):
        wish, said = meant(query.pop(name, ""), version)  # what an old link leaves out has a meaning too
        state[name] = wish if wish and wish.text else None
        problems += said
    state.problems = problems + wrong


def _number(name: str, text: str, kind: fork.Naming) -> tuple[int | None, list[str]]:
    """The number that a text of the address stands for, None and a sentence where there is none."""
    if not text:
        return None, []
    try:
        return kind.read(text), []
    except ValueError:
        return None, [f"{name} = {text} is not possible: it must be {kind.form}."]


def parameters() -> Parameters:
    """What the sidebar is set to."""
    chosen: Parameters = st.session_state.parameters
    return chosen


def write_url() -> None:
    """Put parameters and what else a page shows into the URL, so that the address opens this screen anywhere."""
    reader.end()
    state, query = st.session_state, parameters().to_query()
    named = partial(neurons.written, layers=neurons.sizes(parameters()))
    query |= {"at": str(state.at)} if state.at is not None else {}
    query |= {"neuron": named(state.neuron)} if state.neuron is not None else {}
    query |= {
        name: wish.told(named) if name == "fork" else wish.text
        for name in WISHES
        if (wish := state[name]) is not None and wish.text
    }
    query |= {name: state[name] for name in ("look", "phase") if state[name]}
    query = {"v": str(versions.VERSION), **query} if query else {}
    shown = st.query_params.to_dict()
    if any(query.get(name) != shown.get(name) for name in {*query, *shown} - {*OF_STAGE}):
        st.query_params.from_dict(query)


def show_problems() -> None:
    """Say what was wrong with the URL or a control; the next change clears it."""
    place = st.empty()  # always there, so that what follows keeps its place
    if st.session_state.problems:
        place.warning("\n".join(f"- {problem}" for problem in st.session_state.problems))


# The stage fills the window: Streamlit's own margins around the page are made small.
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
.st-key-training {
  position: fixed; left: 1rem; bottom: 1rem; z-index: 1000000; width: 16rem; padding: 0.75rem;
  background: Canvas; border: 1px solid GrayText; border-radius: 4px;
}
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
    return str(home() / "pages" / file)
