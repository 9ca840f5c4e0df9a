"""The sheet behind "?": words with a picture of the stage, and equations that are linked to it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from test_access import STAGE, barriers
from test_modules import data, mount

from nmn.app.shared.words import EQUATIONS

INK = """(sheet) => [...sheet.querySelectorAll(".copied canvas")].map((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value) => value > 0);
})"""


def opened(page: Page, **more: object) -> None:
    mount(page, data(at=150, equations=EQUATIONS, **more))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_entry_is_reached_by_keyboard_and_shows_what_it_explains(
    theme: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(theme=theme)
    opened(page)
    names = page.locator(".sheet .entries button").all_inner_texts()
    assert len(names) > 30 and names[0] == "Keyboard"
    assert names[-12:] == [f"Eq. ({number})" for number in range(1, 13)]
    page.get_by_role("button", name="Keyboard", exact=True).focus()
    for name in names[1:]:
        page.keyboard.press("ArrowDown")
        expect(page.locator(".sheet .entries [aria-current]")).to_have_text(name)
        expect(page.locator(".sheet .copied, .sheet .missing").first).to_be_visible()
        if page.locator(".sheet .copied canvas").count():
            assert any(page.locator(".sheet").evaluate(INK)), name
    assert not barriers(page)
    assert page.evaluate(f"{STAGE}.tabs.neuron") is None  # a tab that was shown for a picture is left again


def test_a_word_is_found_and_its_place_is_framed(page: Page) -> None:
    opened(page)
    page.get_by_label("Find a word or an equation").fill("axis")
    expect(page.locator(".sheet h3")).to_have_text("axis")
    expect(page.locator(".sheet .copied .ring")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator(".memory .term").filter(has_text="axis").click()
    expect(page.locator(".sheet h3")).to_have_text("axis")


def test_a_term_of_an_equation_lights_its_place_in_the_picture(page: Page) -> None:
    opened(page)
    page.get_by_label("Find a word or an equation").fill("Eq. (11)")
    expect(page.locator(".sheet math")).to_contain_text("γ")
    page.locator(".sheet math [data-place=M]").first.hover()
    page.wait_for_function(f"{STAGE}.hint === 'M'")
    page.get_by_role("button", name="outputs", exact=True).focus()
    page.wait_for_function(f"{STAGE}.hint === 'x'")
    page.get_by_role("button", name="Close").click()
    page.wait_for_function(f"{STAGE}.hint === null")


def test_a_phase_leads_to_its_equation(page: Page) -> None:
    mount(page, data(at=150, equations=EQUATIONS))
    decay = page.get_by_text("decay", exact=True)
    press = "new KeyboardEvent('keydown', { key: '?', bubbles: true })"
    decay.evaluate(
        f"(phase) => (phase.click(), document.body.dispatchEvent({press}))"
    )  # before the next frame
    expect(page.locator(".sheet h3")).to_have_text("Equation (11)")
