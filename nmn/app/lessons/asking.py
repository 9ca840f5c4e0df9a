"""Ask a question here: what is on screen, frozen; what of it is hidden; a sentence; and its link, code and Markdown."""

from dataclasses import replace
from functools import partial
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st

from nmn.address.lesson_query import LessonQuery
from nmn.address.race_query import names
from nmn.address.screen import parse, write
from nmn.app.lessons.measuring import trained
from nmn.app.shared import reader
from nmn.app.shared.document import PAGES, base
from nmn.app.shared.qr import ADDRESS, drawing
from nmn.app.step.labels import axes
from nmn.app.step.live import OPENING
from nmn.lessons import asked, questions
from nmn.lessons.ask import ON_THE_STAGE
from nmn.lessons.lesson import PANELS, PHASES, LessonError
from nmn.lessons.shown import Shown

OF_BANKS = ("memory", "X-ray", "3-D")  # panels of networks with memory banks


def asking(file: str, search: str) -> None:
    """Open the dialog for what a page shows.

    Args:
        file: of the page, in pages/.
        search: its address's query, as the browser has it.
    """
    page = PAGES[file][1]
    screen = parse(dict(parse_qsl(search.lstrip("?"))))[0]
    if (
        page == asked.STEP and screen.at is None and screen.own is None
    ):  # the stage, which writes it, has just come
        chosen = st.session_state.neuron if screen.neuron is None else screen.neuron
        screen = replace(screen, at=OPENING, neuron=chosen)
    query = write(replace(screen, present=""))
    opened = st.dialog("Ask a question here", width="large", on_dismiss=reader.heard_whole(_close))
    opened(partial(_dialog, f"/{page}?{urlencode(query)}", page))()


def _close() -> None:
    st.session_state.asking = None


def _dialog(see: str, page: str) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        words = st.text_input(
            "Your question, in one sentence", key="ask-words", placeholder="What happens next?"
        )
        offered = [kind for kind, offer in asked.OFFERED.items() if page in offer.pages]
        kind = st.selectbox(
            "What is asked for",
            offered,
            format_func=lambda name: asked.OFFERED[name].title,
            key=f"ask-{page}",
        )
        query = LessonQuery(see=see, ask=kind, words=words.strip() or "What happens next?")
        shown = Shown(see, trained)
        if page == asked.STEP:
            query = _hidden(query, shown)
        else:
            st.caption("Its figures and numbers stay hidden until the question is answered.")
        problem = _problem(query, shown)
        if problem:
            st.warning(problem)
    with right:
        if not problem:
            _handed(query)


def _hidden(query: LessonQuery, shown: Shown) -> LessonQuery:
    """What the question is about, and what is seen while it is open."""
    offer, ask = asked.OFFERED[query.ask], query.ask
    several = axes(shown.tape) if offer.of == "axis" else names(shown.parameters.task)
    if offer.of:
        number = 0
        if len(several) > 1:
            number = st.selectbox(
                offer.of, range(len(several)), format_func=several.__getitem__, key=f"ask-{offer.of}"
            )
        ask = f"{ask}:{number or 0}"
    banks = shown.tape.engine.banks
    there = [panel for panel in PANELS if panel not in (("state",) if banks else OF_BANKS)]
    panels = st.multiselect("Shown; all else is hidden", there, default=there[:2], key=f"ask-panels-{banks}")
    phases = ["", *PHASES]
    until = st.selectbox(
        "Shown of the step while the question is open", phases, index=phases.index(offer.until),
        format_func=lambda phase: f"what comes up to “{phase}”" if phase else "all of it",
        key=f"ask-until-{query.ask}",
    )  # fmt: skip
    return LessonQuery(see=query.see, ask=ask, words=query.words, panels=",".join(panels), until=until or "")


def _problem(query: LessonQuery, shown: Shown) -> str:
    """Why this cannot be asked here, "" where it can."""
    try:
        (scene,) = asked.lesson(query).scenes
        if scene.ask and scene.ask.kind in ON_THE_STAGE:
            questions.find(shown, scene.ask)
    except (LessonError, ValueError) as error:
        return str(error)
    return ""


def _handed(query: LessonQuery) -> None:
    """What is handed out."""
    here = urlsplit(st.context.url or "")
    root = f"{here.scheme}://{here.netloc}{base()}"
    url = f"{root}/{asked.link(query)}"
    if code := drawing(url):
        st.image(code.decode(), width=220)
    else:
        st.caption("There is no QR code of this link: it is too long.")
    texts = {
        "Link": url,
        "Markdown": asked.markdown(query.words, url, f"{root}{ADDRESS}?{urlencode({'link': url})}"),
        "Course page": asked.embedded(query.words, url),
    }
    for place, text in zip(st.tabs(list(texts)), texts.values(), strict=True):
        place.code(text, language=None, wrap_lines=True, height=130)
    st.link_button("Try it", url, icon=":material/open_in_new:")
