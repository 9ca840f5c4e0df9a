"""The page's parts on screen."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

import streamlit as st
from pandas import DataFrame
from plotly.graph_objects import Figure
from streamlit.delta_generator import DeltaGenerator

from nmn.address import paper_query
from nmn.address.paper_query import PaperQuery
from nmn.address.screen import run_link
from nmn.app.paper import claims, future, remarks, sections, signal
from nmn.app.paper.measured import Result, seeds
from nmn.app.paper.sections import Section
from nmn.app.shared import figures, frame
from nmn.app.shared.chart import chart
from nmn.app.shared.figures import Line, Panel
from nmn.parameters import Parameters, from_texts
from nmn.studies.experiments import EXPERIMENTS, Row
from nmn.tasks.signal import Signal

TRAINING = 0.10  # "errors around 10% for training": the one printed error that is in no row
SPLIT = (3, 5)  # words beside figures
Drawn: TypeAlias = Figure | dict[str, Any]
Found = Mapping[str, tuple[Result, ...]]


def opening(found: Found) -> None:
    """What the page is, and the whole paper at a glance."""
    st.title("The paper, section by section", anchor=False)
    known = [result for each in found.values() for result in each]
    over = f" over the seeds {seeds(known)}" if known else ""
    st.container(width=820).markdown(
        "D. Biggs and A. Nuttall, *Neural Memory Networks*: its figures, drawn anew from our own runs. Lines are "
        f"medians{over}, bands their quartiles, dotted lines what the paper prints. All settings were chosen on "
        "other seeds, below 100. A seed in a table opens that run in Step through, in a new tab."
    )
    st.header("At a glance", anchor="at-a-glance")
    named = [("[I, signal prediction](#signal)", sections.printed(found["signal"]))]
    named += [(f"[{s.short}](#{s.anchor})", sections.printed(found[s.experiment])) for s in sections.SECTIONS]
    st.markdown("\n".join(claims.glance(named)))
    st.caption(
        "Test errors, each on at least 20,000 fresh inputs with learning off. The sections below say what is counted."
    )


def section(each: Section, found: tuple[Result, ...]) -> None:
    """One experiment: its words beside its figures, then its table."""
    st.header(each.title, anchor=each.anchor)
    words, pictures = st.columns(SPLIT, gap="large")
    words.markdown(each.words)
    with pictures:
        _figures(each, found)
        _missing(each.experiment, found)
    if found:
        words.markdown("**Measured:**\n\n" + "\n".join(f"- {said}" for said in each.remarks(found)))
        st.markdown(claims.section_table(found))


@st.fragment
def _figures(each: Section, found: tuple[Result, ...]) -> None:
    """The figures of an experiment; where it has other readings of the paper, a switch chooses among them."""
    open_asked()
    shown = list(found)
    if any(result.row.reading for result in found):
        drawn = _switch(each.experiment, [result.row for result in found])
        shown = [result for result in found if result.row.parameters.model != "nmn" or result.row in drawn]
    for number, (picture, words, panels) in enumerate(_drawn(each, tuple(shown), frame.theme())):
        _chart(f"{each.experiment}-{number}", picture, words, partial(figures.curves, panels), opens=True)


@lru_cache(maxsize=64)
def _drawn(each: Section, shown: tuple[Result, ...], theme: str) -> list[tuple[Drawn, str, list[Panel]]]:
    """An experiment's figures with their words and panels, drawn once; panels without lines are left out."""
    left = [[panel for panel in panels if panel.lines] for panels in each.figures(shown)]
    return [
        (figures.convergence(panels, theme, figures.Axes(each.axis)), claims.described(panels), panels)
        for panels in left
        if panels
    ]


def _chart(
    key: str, picture: Drawn, words: str, numbers: Callable[[], DataFrame], opens: bool = False
) -> None:
    """A figure, and what it shows in words: below it, and for those who do not see it."""
    on_point = _ask if opens else None
    chart(picture, f"figure-{key}", alt=words, numbers=numbers, name=f"paper-{key}", on_point=on_point)
    st.caption(f"{words} A click on a curve opens its typical run at that point." if opens else words)


def _ask(point: dict[str, Any]) -> None:
    st.session_state.run_asked = point["customdata"]


def open_asked() -> None:
    """Open the run behind a curve that was clicked, at that point of its training."""
    if asked := st.session_state.pop("run_asked", None):
        query, step = asked
        parameters, _ = from_texts(dict(parse_qsl(query)))
        frame.open_run(parameters, int(step))


def _switch(experiment: str, measured: Sequence[Row]) -> list[Row]:
    """The switch among an experiment's readings: the rows of the memory network that are chosen."""
    state, key = st.session_state, _key(experiment)
    rows = {number: row for number, row in paper_query.rows(experiment).items() if row in measured}
    if key not in state:
        wanted = state.readings or PaperQuery()
        state[key] = [number for number in wanted.of(experiment) if number in rows]
    chosen = st.pills(
        "The memory network, read as", list(rows), format_func=lambda number: rows[number].variant, key=key,
        selection_mode="multi", on_change=_choose, args=(experiment,),
    )  # fmt: skip
    frame.write_url()
    return [rows[number] for number in chosen]


def _choose(experiment: str) -> None:
    state = st.session_state
    state.readings = (state.readings or PaperQuery()).but(experiment, tuple(sorted(state[_key(experiment)])))


def _key(experiment: str) -> str:
    return f"readings-{experiment}"


def signals(found: tuple[Result, ...]) -> DeltaGenerator:
    """Section I: the network with external memory, its weights, its convergence, and a place for its waveforms."""
    st.header("I  An external memory: signal prediction, Fig. 1 and 2", anchor="signal")
    parameters = EXPERIMENTS["signal"][0].parameters
    words, pictures = st.columns(SPLIT, gap="large")
    words.markdown(
        f"A feed-forward network gets a memory outside itself: the last {signal.LOCATIONS} inputs, from which "
        f"{signal.EXTRAS} sums with Gaussian weights come as extra inputs. It learns to predict the next value of a "
        f"noisy sinusoid (period {signal.periods('training')} inputs) and is tested with a sum of three others "
        f"(periods {signal.periods('test')}). The paper prints errors around {TRAINING:.0%} in training and "
        f"{EXPERIMENTS['signal'][0].paper:.0%} in testing.\n\n"
        "**Left open:** noise, frequencies, the Gaussians' widths, the network's size, and what an error is. Here "
        f"the noise is {parameters.noise:g} amplitudes, {parameters.hidden[0]} neurons are hidden, and the error is "
        "the mean distance of the prediction from the next measured value, in amplitudes. Nobody can know that value's "
        f"noise: no prediction errs less than {signal.certain(parameters.noise):.1%}.\n\n"
        "**With care:** we chose the test's periods after we had seen how a linear fit errs on them. The test error "
        "says little about the network."
    )
    with pictures:
        drawing, beside = st.columns(2)
        said = (
            f"Fig. 1a: each input goes into the network and into a memory of the last {signal.LOCATIONS}, from which "
            f"{signal.EXTRAS} weighted sums C come as extra inputs; hidden neurons and one output follow."
        )
        drawing = drawing.container(key="schematic")  # the style sheet keeps its room
        drawing.image(
            figures.schematic(signal.LOCATIONS, signal.EXTRAS, frame.theme()), alt=said, width="stretch"
        )
        drawing.caption(said)
        said = "Fig. 1b: the weight of each memory location in each extra input; each has its own place in the past."
        with beside:
            matrix = signal.gaussian_weights()
            _chart("weights", figures.weights(matrix, frame.theme()), said, partial(figures.parts, matrix))
    with pictures:
        _missing("signal", found)
        if found:
            _learning(found)
        place = st.container(key="waveforms" if found else None)
    if found:
        words.markdown("**Measured:**\n\n" + "\n".join(f"- {said}" for said in remarks.repeating(found)))
        st.markdown(claims.section_table(found))
    return place


def _missing(experiment: str, found: tuple[Result, ...]) -> None:
    if words := claims.missing(experiment, found):
        st.info(words)


def _learning(found: tuple[Result, ...]) -> None:
    """How the networks of Section I learn, held against the error that the paper prints for the first one."""
    lines = [
        Line(each.name, each.row.parameters.model, each.curves[""], None if number else TRAINING, each.query)
        for number, each in enumerate(found)
    ]
    panels = [Panel("", lines)]
    picture = figures.convergence(panels, frame.theme(), figures.Axes(Signal.errors))
    _chart("signal", picture, claims.described(panels), partial(figures.curves, panels), opens=True)


def waveforms(place: DeltaGenerator, found: tuple[Result, ...]) -> None:
    """Fig. 2, in the place that Section I keeps for it: its network is trained when all else is there."""
    if not found:
        return
    first = found[0]
    shown = signal.waveforms(first.typical)
    said = f"Fig. 2: what {first.name}, seed {first.typical.seed}, says one step before, and what is then measured."
    with place:
        _chart("waveforms", figures.waveforms(shown, frame.theme()), said, partial(figures.values, shown))


def method() -> None:
    """Section III in three sentences."""
    st.header("III  Methodology, Fig. 3 to 5", anchor="method")
    st.container(width=820).markdown(
        "A hidden layer hands on the output of each neuron and, switched by it, the neuron's memories: Eq. (1) and "
        "(2), Fig. 3. Errors come back on both ways, and gradient descent changes weights and biases: Eq. (3) to (10). "
        "Each time that a neuron fires, its memories fade by γ, and the pattern of its τ nearest neighbours is added "
        "on an axis of its own: Eq. (11), Fig. 4.\n\n"
        "What these figures draw is what [Step through](step_through) shows, with the numbers of a real run. Eq. (7) "
        "and (8) in the order of the print are not the gradient; [a run with the printed order]"
        f"({run_link(Parameters(backprop='printed'))}) shows what that does."
    )


def future_work(found: Found) -> None:
    """Section VI: what came of the paper's own proposals."""
    section(sections.FUTURE, found["future"])
    st.markdown("\n".join(future.lines(found)))
