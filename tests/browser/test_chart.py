"""A click on a figure means the point that is under the pointer then."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from waiting import ended

# Hovers over one curve, and presses another one before Plotly has looked where the pointer is by now; gives the two
# points' customdata, and sends what a mouse sends.
HOVERED_AND_PRESSED = """(names) => {
  const plot = document.querySelector('.nmn-plot'), layer = plot.querySelector('.nsewdrag');
  const { left, top } = layer.getBoundingClientRect(), { xaxis, yaxis } = plot._fullLayout;
  const points = names.map((name) => {
    const number = plot._fullData.findIndex((trace) => trace.name === name), cells = plot.calcdata[number];
    const at = Math.floor(cells.length / 2);
    const { customdata } = plot._fullData[number];
    return { x: left + xaxis.c2p(cells[at].x), y: top + yaxis.c2p(cells[at].y), data: customdata[at] };
  });
  const send = (Kind, type, { x, y }) => layer.dispatchEvent(new Kind(type, {
    clientX: x, clientY: y, bubbles: true, cancelable: true, view: window, isPrimary: true, button: 0 }));
  send(MouseEvent, 'mousemove', points[0]);
  send(MouseEvent, 'mousemove', points[1]);
  for (const way of ['down', 'up']) {
    send(PointerEvent, `pointer${way}`, points[1]);
    send(MouseEvent, `mouse${way}`, points[1]);
  }
  return points.map((point) => point.data);
}"""


@pytest.mark.parametrize("names", [("NMN", "LSTM"), ("LSTM", "NMN")])
def test_a_click_opens_the_curve_under_the_pointer_not_the_one_of_before(
    page: Page, server: Any, names: tuple[str, str]
) -> None:
    page.goto(f"{server.url}/race?seed=63&steps=3000&race=nmn+lstm+seeds.1")
    ended(page)
    page.wait_for_function(
        "document.querySelector('.nmn-plot')?.data?.filter((trace) => trace.name).length === 2"
    )
    hovered, pressed = page.evaluate(HOVERED_AND_PRESSED, list(names))
    assert hovered != pressed
    expect(page).to_have_url(re.compile("step_through[?]"))
    expect(page).to_have_url(re.compile(f"at={pressed[2]}(&|$)"))
    model = re.search("model=([a-z]+)", page.url)
    assert (model.group(1) if model else "nmn") == names[1].lower()


def test_a_drag_opens_nothing(page: Page, server: Any) -> None:
    page.goto(f"{server.url}/race?seed=63&steps=3000&race=nmn+lstm+seeds.1")
    ended(page)
    box = page.locator(".nmn-plot .nsewdrag").bounding_box()
    assert box
    across = page.evaluate("document.querySelector('.nmn-plot')._fullLayout.xaxis.range")
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 150, steps=4)
    page.mouse.up()
    page.wait_for_function(
        "(was) => String(document.querySelector('.nmn-plot')._fullLayout.xaxis.range) !== String(was)",
        arg=across,
    )
    assert "/race" in page.url
