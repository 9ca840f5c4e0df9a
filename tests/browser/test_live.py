"""A control of the sidebar while it is moved: its network is on screen before it is let go, and the page's after."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from checks import settle
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from nmn.parameters import Parameters
from nmn.runs.training import Run

STEPS, AT = 20_000, 5000
ASKED = "**/nmn/live?*"
STAGE = """[...document.querySelectorAll("*")].find((each) => each.shadowRoot?.__stage)?.shadowRoot.__stage"""
# Every γ that the address comes to have, one after the other.
WRITTEN = """() => {
  window.__written = [];
  for (const name of ["pushState", "replaceState"]) {
    const write = history[name].bind(history);
    history[name] = (...args) => {
      write(...args);
      const gamma = new URLSearchParams(location.search).get("gamma");
      if (gamma !== window.__written.at(-1)) window.__written.push(gamma);
    };
  }
}"""


@cache
def words(gamma: float) -> str:
    """What the first neuron's heading says in the run with this γ, made here."""
    x = float(Run(Parameters(steps=STEPS, gamma=gamma)).train(AT).trace(AT, AT + 1).hidden[0, 0])
    return f"{'fires' if x >= 0.5 else 'rests'}, x = {x:.2f}"


def opened(page: Page, server: Any, **query: object) -> Page:
    """Step through at its step, with all curves there and the address written."""
    asked = {"v": 2, "steps": STEPS, "at": AT, "neuron": 1, "rnn_width": 2, "bptt": 1, **query}
    page.goto(f"{server.url}/step_through?{urlencode(asked)}")
    expect(page.locator(".panel.neuron header .word")).to_have_text(words(0.5))
    page.wait_for_function(f"!{STAGE}.page.header.beside")
    expect(page.locator(".convergence path.curve")).to_have_count(4)
    return page


def shown(page: Page, gamma: float, ghosts: int) -> None:
    """Wait until the network with this γ is on screen, and so many curves of before."""
    page.wait_for_function(
        f"(({{ parameters, more }}) => parameters.gamma === {gamma} && !more)({STAGE}.tape.header)"
    )
    expect(page.locator(".panel.neuron header .word")).to_have_text(words(gamma))
    expect(page.locator(".convergence path.ghost")).to_have_count(ghosts)


def errors(page: Page, which: str = "tape.header.curves") -> dict[str, list[float | None]]:
    """The errors that the stage has, by model: of its curves, or of those of before."""
    found: dict[str, list[float | None]] = page.evaluate(
        f"Object.fromEntries({STAGE}.{which}.map((each) => [each.model, each.error]))"
    )
    return found


def slider(page: Page, name: str = "gamma") -> Any:
    return page.locator(f".st-key-_{name} input")


def pressed(page: Page, name: str = "gamma") -> tuple[float, float]:
    """Put the pointer on a slider's handle and press it; where that is."""
    handle = slider(page, name).locator("xpath=../..")
    handle.hover()  # wherever the sidebar is scrolled to
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y


def gamma_of(page: Page) -> float:
    return float(slider(page).input_value())


def test_a_dragged_slider_is_followed_and_letting_go_writes_the_address_once(page: Page, server: Any) -> None:
    opened(page, server)
    before, address = errors(page), page.url
    page.evaluate(WRITTEN)
    x, y = pressed(page)
    for far in (20, 60):
        page.mouse.move(x + far, y)
        shown(page, gamma_of(page), ghosts=1)
        assert gamma_of(page) != 0.5
        now = errors(page)
        assert now.pop("nmn") != before["nmn"]
        assert now == {model: before[model] for model in ("ffnn", "rnn", "lstm")}
        assert errors(page, "ghosts") == {"nmn": before["nmn"]}
        expect(page.locator(".numbers header .word")).to_have_text(f"step {AT:,}")
    assert page.url == address
    assert page.evaluate("window.__written") == []
    let_go, followed = gamma_of(page), errors(page)
    page.mouse.up()
    expect(page).to_have_url(re.compile(f"[?&]gamma={let_go}(&|$)"))
    expect(page.locator(".frame.live")).to_have_count(0)
    shown(page, let_go, ghosts=1)
    assert errors(page) == followed
    assert page.evaluate("window.__written") == [str(let_go)]
    page.locator(".panel.neuron h2").click()
    page.evaluate("document.activeElement.blur()")
    shown(page, let_go, ghosts=0)


def test_the_keyboard_moves_it_too_and_less_motion_does_not_stop_it(
    new_page: Callable[..., Page], server: Any
) -> None:
    page = opened(new_page(reduced_motion="reduce"), server)
    before = errors(page)
    slider(page).focus()
    for gamma in (0.55, 0.6):
        page.keyboard.press("ArrowRight")
        shown(page, gamma, ghosts=1)
        assert errors(page, "ghosts") == {"nmn": before["nmn"]}
    expect(page).to_have_url(re.compile("[?&]gamma=0.6(&|$)"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    shown(page, 0.5, ghosts=0)
    expect(page).not_to_have_url(re.compile("gamma="))


def test_the_latest_place_wins_and_none_between_is_asked_for(page: Page, server: Any) -> None:
    opened(page, server)
    held: list[Route] = []
    asked: list[str] = []
    page.route(ASKED, lambda route: route.continue_() if held else held.append(route))
    page.on("request", lambda request: asked.append(request.url) if "nmn/live" in request.url else None)
    x, y = pressed(page)
    places = []
    for far in (20, 40, 60, 80):
        page.mouse.move(x + far, y)
        places.append(slider(page).input_value())
    assert len(set(places)) == 4
    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()
    shown(page, float(places[-1]), ghosts=1)
    gammas = [
        parse_qs(urlsplit(url).query)["gamma"][0] for url in asked
    ]  # a slow machine trains in several answers
    assert list(dict.fromkeys(gammas)) == [places[0], places[-1]]
    page.mouse.up()
    expect(page).to_have_url(re.compile(f"[?&]gamma={places[-1]}(&|$)"))


def test_what_was_let_go_of_before_counts_though_the_page_has_not_heard_of_it(
    page: Page, server: Any
) -> None:
    late: list[tuple[Any, Any]] = []
    holding: list[bool] = []

    def wire(socket: WebSocketRoute) -> None:
        there = socket.connect_to_server()
        socket.on_message(lambda told: late.append((there, told)) if holding else there.send(told))

    page.route_web_socket("**/_stcore/stream", wire)
    opened(page, server)
    holding.append(True)
    x, y = pressed(page)
    page.mouse.move(x + 40, y)
    shown(page, gamma := gamma_of(page), ghosts=1)
    page.mouse.up()
    x, y = pressed(page, "alpha")
    page.mouse.move(x + 30, y)
    page.wait_for_function(f"{STAGE}.tape.header.parameters.alpha !== 0.5")
    assert page.evaluate(f"{STAGE}.tape.header.parameters.gamma") == gamma
    page.mouse.up()
    holding.clear()
    for there, told in late:
        there.send(told)
    expect(page).to_have_url(re.compile(f"[?&]gamma={gamma}&alpha=0.[0-9]+&"))


def test_escape_gives_back_what_was_there(page: Page, server: Any) -> None:
    opened(page, server)
    before, address = errors(page), page.url
    x, y = pressed(page)
    page.mouse.move(x + 60, y)
    shown(page, gamma_of(page), ghosts=1)
    page.keyboard.press("Escape")
    shown(page, 0.5, ghosts=0)
    assert errors(page) == before
    expect(slider(page)).to_have_value("0.5")
    page.mouse.move(x + 80, y)
    page.mouse.up()
    expect(slider(page)).to_have_value("0.5")
    assert page.url == address


def test_a_place_that_is_not_possible_says_why_over_the_picture_of_before(page: Page, server: Any) -> None:
    opened(page, server)
    field = slider(page, "gamma_spread")
    page.get_by_text("Memory", exact=True).click()
    field.fill("0.3")
    expect(page.locator(".convergence path.ghost")).to_have_count(1)
    field.press("Enter")
    expect(page).to_have_url(re.compile("gamma_spread=0.3"))
    expect(page.locator(".frame.live")).to_have_count(0)
    said, before = page.locator(".about-line .said"), errors(page)
    x, y = pressed(page)
    page.mouse.move(x + 40, y)
    page.mouse.move(x + 120, y)
    expect(said).to_have_text(re.compile("gamma_spread = 0.3 does not fit gamma"))
    assert errors(page) == before
    page.mouse.move(x, y)
    expect(said).to_have_text("")
    page.mouse.up()


def test_neighbours_and_layers_are_followed_too_but_no_fork(page: Page, server: Any) -> None:
    opened(page, server)
    page.get_by_text("Network", exact=True).first.click()
    page.evaluate(f"{STAGE}.act({{ type: 'focus', to: 19 }})")
    expect(page).to_have_url(re.compile("[?&]neuron=20(&|$)"))
    settle(page)
    address, field = page.url, slider(page, "hidden_0")
    field.fill("9")
    page.wait_for_function(f"{STAGE}.tape.H === 9")
    expect(page.locator(".panel.neuron h2")).to_have_text("Neuron 9")
    settle(page)
    assert page.url == address
    field.fill("20")
    expect(page.locator(".panel.neuron h2")).to_have_text("Neuron 20")
    x, y = pressed(page, "tau")
    page.mouse.move(x + 40, y)
    page.wait_for_function(f"{STAGE}.tape.hidden[0].axes === 32")
    page.mouse.up()
    expect(page).to_have_url(re.compile("[?&]tau=4(&|$)"))
    page.goto(f"{page.url}&fork=step:{AT},gamma:0.6")
    page.wait_for_function(f"{STAGE}?.base.header.fork")
    assert page.evaluate(f"{STAGE}.base.header.live") is None
