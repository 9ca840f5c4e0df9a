"""A lesson as a reader takes it: predict on the picture, see it marked, find one's answers again in this browser."""

from collections.abc import Callable

import pytest
from checks import barriers
from playwright.sync_api import Page, expect
from serving import Server

from nmn.lessons import codes
from nmn.lessons.codes import Given
from nmn.lessons.questions import find
from nmn.lessons.reading import lessons
from nmn.lessons.shown import Shown

pytestmark = pytest.mark.slow


def test_a_question_is_answered_on_the_picture_with_keys_and_the_browser_keeps_the_answer(
    server: Server, new_page: Callable[..., Page]
) -> None:
    lesson = lessons("en")[3]
    scene = lesson.scenes[0]
    assert scene.ask and scene.ask.kind == "axis"
    truth = find(Shown(scene.see), scene.ask).truth
    page = new_page(alone=True)
    page.goto(f"{server.url}/lessons?lesson=3&scene=1")
    axes = page.get_by_role("radiogroup", name=scene.question).get_by_role("radio")
    expect(axes).to_have_count(8)
    expect(page.get_by_text(scene.reason[:30])).to_have_count(0)
    assert not barriers(page), "a question that is open"
    axes.first.focus()
    for _ in range(truth):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Right.")).to_be_visible()
    expect(page.get_by_text(scene.reason[:30])).to_be_visible()
    assert not barriers(page), "an answer that is marked"
    code = codes.code(lesson, {1: Given("right", truth)})
    expect(page).to_have_url(f"{server.url}/lessons?lesson=3&scene=1&answers={code}")
    page.wait_for_function("code => localStorage.getItem('nmn-lessons')?.includes(code)", arg=code)
    page.goto(f"{server.url}/lessons")  # a new session, which knows nothing of it but by the browser
    expect(page.get_by_text(f"1 of {len(lesson.asked)} answered, 1 right")).to_be_visible()
    assert not barriers(page), "the list"
