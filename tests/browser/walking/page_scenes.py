"""Scenes on the other pages: a race and a map with the network of a cell, and every run that the paper's page opens."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from walking.networks import parameters
from walking.stage_scenes import there
from walking.walker import LostError, Walker

from nmn.address import race_query
from nmn.parameters import Parameters, from_texts

FEW = 500  # inputs of a map's runs
ALONG = {
    "nmn": ("gamma=0.3,0.6", "alpha=0.1,0.3"),
    "ffnn": ("first_range=1,6", "alpha=0.1,0.3"),
    "delayed": ("first_range=1,6", "alpha=0.1,0.3"),
    "rnn": ("rnn_width=5,10", "rnn_alpha=0.003,0.01"),
    "lstm": ("rnn_width=5,10", "rnn_alpha=0.003,0.01"),
}
# A point of the first curve that a click can reach.
POINT = """() => {
  const hit = (trace) => trace.customdata && trace.x?.length;
  const plot = [...document.querySelectorAll(".js-plotly-plot")].find((each) => each._fullData?.some(hit));
  if (!plot) return null;
  const trace = plot._fullData.find(hit), k = Math.floor(trace.x.length / 2);
  const { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.d2p(trace.x[k]), box.top + yaxis._offset + yaxis.d2p(trace.y[k])];
}"""
# All runs that the page leads to: links of its tables, and points of its curves, the middle one of each.
TARGETS = """() => [
  ...[...document.querySelectorAll("a[href*='step_through']")].map((a) => new URL(a.href).search.slice(1)),
  ...[...document.querySelectorAll(".js-plotly-plot")].flatMap((plot) => plot._fullData ?? [])
    .filter((trace) => trace.customdata?.length).map(({ customdata }) => customdata[Math.floor(customdata.length / 2)])
    .map(([query, step]) => `${query}&at=${step}`),
]"""
OVER = """() => [...document.querySelectorAll("[data-testid=stMain] button")]
  .some((button) => button.innerText.includes("Pause") && button.disabled)"""


def racing(walk: Walker) -> None:
    """A race of this network and the NMN of the recipe; then the run behind a curve."""
    network = asked(walk)
    entrants = dict.fromkeys((race_query.word(network), "ffnn"))
    walk.page.goto("about:blank")
    walk.asked = f"/race?{urlencode({**walk.fields, 'race': ' '.join((*entrants, 'seeds.1'))})}"
    walk.page.goto(walk.url + walk.asked)
    walk.page.wait_for_function(OVER)
    walk.rest("until the race is over")
    point = walk.page.evaluate(POINT)
    if point is None:
        raise LostError("no curve of the race can be clicked")
    walk.page.mouse.move(*point)
    walk.do("hover a curve", lambda: walk.page.mouse.move(point[0] + 1, point[1]))
    walk.page.mouse.click(*point)
    walk.page.wait_for_url("**/step_through?*")
    walk.rest("click a curve")


def mapping(walk: Walker) -> None:
    """A map of two parameters of this network; then the run of a cell."""
    across, up = ALONG[asked(walk).model]
    walk.page.goto("about:blank")
    shown = f"across:{across} up:{up} seeds:0 inputs:{FEW}"
    walk.asked = f"/map?{urlencode({**walk.fields, 'map': shown})}"
    walk.page.goto(walk.url + walk.asked)
    walk.page.wait_for_function(OVER)
    walk.rest("until the map is measured")
    plot = walk.page.locator(".js-plotly-plot").first
    box = plot.bounding_box()
    if box is None:
        raise LostError("there is no map")
    walk.ask(
        "click a cell",
        lambda: walk.page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.6 * box["height"]),
    )
    links = walk.page.locator("a[href*='step_through']")
    if not links.count():
        raise LostError("a cell of the map leads to no run")
    href = str(links.first.get_attribute("href"))
    walk.goto("step_through", **dict(parse_qsl(urlsplit(href).query)))
    there(walk)


def asked(walk: Walker) -> Parameters:
    """The settings that the page goes on with: those of the cell that its task can have."""
    return parameters(walk.fields)[0]


def paper(walk: Walker) -> list[str]:
    """Open the page of the paper; the queries of all runs that it leads to, each once."""
    walk.goto("paper")
    charts = walk.page.locator(".nmn-chart")
    for number in range(charts.count()):
        walk.ask(f"scroll to figure {number + 1}", charts.nth(number).scroll_into_view_if_needed)
    return list(dict.fromkeys(walk.page.evaluate(TARGETS)))


def target(walk: Walker, query: str, steps: int) -> None:
    """A run that the paper's page leads to: every setting is possible, and its beginning can be seen."""
    fields = dict(parse_qsl(query))
    at = fields.pop("at", "1")
    wanted, problems = from_texts(fields)
    for problem in problems:
        walk.note(f"a link of the paper is not possible: {problem}")
    short = min(steps, wanted.steps)
    walk.goto("step_through", **{**fields, "steps": short, "restarts": 1, "at": min(int(at), short)})
    there(walk)
    walk.key("ArrowLeft", "ArrowRight", ".")
