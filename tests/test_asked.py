"""A question that is asked by a link: the player reads what the dialog wrote, and what is not possible is said."""

from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import ROOT, visit

from nmn.address import lesson_query
from nmn.address.lesson_query import LessonQuery
from nmn.address.screen import parse
from nmn.app.step.live import OPENING
from nmn.lessons import asked, codes, questions
from nmn.lessons.asked import OFFERED, lesson
from nmn.lessons.codes import Given
from nmn.lessons.lesson import LessonError
from nmn.lessons.shown import Shown

SEE = {
    "step_through": "/step_through?v=2&steps=2000&at=291&neuron=11",
    "race": "/race?v=2&steps=2000&race=nmn+rnn+seeds.1",
    "map": "/map?v=2&steps=2000&map=across%3Agamma%3D0.1%2C0.5+up%3Aalpha%3D0.2%2C0.5+seeds%3A0",
}
WORDS = 'Which one is next, & why "so"?'


def query(kind: str, page: str, **more: str) -> LessonQuery:
    return LessonQuery(see=SEE[page], ask=kind + (":1" if OFFERED[kind].of else ""), words=WORDS, **more)


@pytest.mark.parametrize(
    ("kind", "page"), [(kind, page) for kind, each in OFFERED.items() for page in each.pages]
)
def test_what_is_asked_comes_out_of_the_link(kind: str, page: str) -> None:
    wanted = query(kind, page, until=OFFERED[kind].until, panels="network,memory")
    sent = dict(parse_qsl(urlsplit(asked.link(wanted)).query))
    screen, problems = parse(sent)
    assert (screen.lessons, problems) == (wanted, [])
    (scene,) = lesson(wanted).scenes
    assert (scene.see, scene.question, scene.panels) == (SEE[page], WORDS, ("network", "memory"))
    assert scene.ask and scene.ask.kind in questions.KINDS
    assert not Shown(scene.see).problems


@pytest.mark.parametrize(("kind", "page"), [("least", "race"), ("lowest", "map"), ("talk", "race")])
def test_the_runs_say_what_is_right(kind: str, page: str) -> None:
    shown = Shown(SEE[page], error=lambda run: {"nmn": 0.2, "rnn": 0.1}[run.model] + run.gamma + run.alpha)
    (scene,) = lesson(query(kind, page)).scenes
    assert scene.ask
    found = questions.find(shown, scene.ask)
    assert found.truth == {"least": "rnn", "lowest": {(0, 0)}, "talk": None}[kind]
    if kind == "least":
        assert questions.mark(found, scene.ask, "nmn") == "nmn" and scene.ask.options["nmn"] == "NMN"


def test_networks_that_err_alike_are_an_answer() -> None:
    (scene,) = lesson(query("least", "race")).scenes
    assert scene.ask
    found = questions.find(Shown(SEE["race"], error=lambda _: 0.0), scene.ask)
    assert found.truth == "same" and "same" in scene.ask.options


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ask": "least"}, "axis, value, order, output, curve, talk are"),
        ({"ask": ""}, "(nothing)"),
        ({"ask": "value:x"}, "value:1"),
        ({"ask": "value"}, "value:1"),
        ({"panels": "network,sound"}, "there are network"),
        ({"until": "later"}, "there are read"),
        ({"see": "/paper"}, "of paper"),
        ({"see": "/race?v=2&race=nmn", "ask": "least"}, "Two networks"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(changed: dict[str, str], said: str) -> None:
    made, problems = lesson_query.parse({"see": SEE["step_through"], "ask": "axis", "words": WORDS} | changed)
    assert not problems
    with pytest.raises(LessonError, match=r".") as refused:
        lesson(made)
    assert said in str(refused.value)


def test_answers_to_one_question_are_of_no_other() -> None:
    first, second = (lesson(query("axis", "step_through", until=until)).number for until in ("", "fire?"))
    assert first != second and min(first, second) >= 1000


def test_a_class_is_told_what_was_answered_to_a_question_by_link() -> None:
    asked_here = lesson(query("least", "race"))
    handed = [
        codes.code(asked_here, {1: Given(*each)}) for each in (("right", "rnn"), ("nmn", "nmn"), ("seen",))
    ]
    told = codes.by_link([*handed, handed[1]], lessons=range(11))
    assert told == {asked_here.number: {"right": 1, "nmn": 2, "seen": 1}}


def test_markdown_and_html_hold_the_link_and_the_words() -> None:
    url = f"http://here/{asked.link(query('axis', 'step_through'))}"
    text = asked.markdown(WORDS, url, "http://here/code")
    assert f"({url})" in text and "(http://here/code)" in text and f"**{WORDS}**" in text
    seen: list[dict[str, str | None]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, given: seen.append(dict(given))  # type: ignore[method-assign]
    parser.feed(asked.embedded(WORDS, url))
    assert seen[0]["src"] == f"{url}&embed=true" and seen[0]["title"] == WORDS


def dialog(file: str, see: str) -> AppTest:
    """The dialog on a page."""
    app = visit(file)
    app.session_state.asking = (file, urlsplit(see).query)
    return app.run()


@pytest.mark.slow
def test_the_dialog_gives_a_link_that_the_player_opens() -> None:
    app = dialog("step_through.py", SEE["step_through"])
    app.text_input(key="ask-words").set_value(WORDS).run()
    assert not app.exception
    link = app.code[0].value
    opened = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    for name, text in parse_qsl(urlsplit(link).query):
        opened.query_params[name] = text
    opened.switch_page("pages/lessons.py").run()
    assert not opened.exception and not opened.warning
    assert any(WORDS in each.value for each in opened.markdown)


@pytest.mark.slow
def test_the_dialog_asks_of_the_step_on_screen_before_the_address_names_it() -> None:
    app = dialog("step_through.py", "/step_through?v=2&steps=2000")
    see = dict(parse_qsl(urlsplit(app.code[0].value).query))["see"]
    asked_of = dict(parse_qsl(urlsplit(see).query))
    assert (asked_of["at"], asked_of["neuron"]) == (str(OPENING), str(app.session_state.neuron + 1))


@pytest.mark.slow
def test_the_dialog_says_what_cannot_be_asked_here() -> None:
    app = dialog("step_through.py", SEE["step_through"] + "&model=rnn")
    assert [each.value for each in app.warning] == ["The chosen neuron has no memory bank."]
    assert not app.code
    app.selectbox(key="ask-step_through").set_value("curve").run()
    assert not app.warning and app.code
