"""What the benchmark does inside a page, and what it reads there."""

import statistics
from collections.abc import Sequence

from playwright.sync_api import Page

STAGE = """
const host = [...document.querySelectorAll("*")].find((e) => e.shadowRoot?.__stage).shadowRoot;
const stage = host.__stage;
const start = performance.now();
const frame = () => new Promise((done, fail) =>
  performance.now() - start > 60000 ? fail(new Error("nothing came for a minute")) : requestAnimationFrame(done));
"""

# From the key to the frame that shows the step; polled once a frame, so that a frame is the least.
STEP = f"""async (key) => {{
  {STAGE}
  const field = host.querySelector("input"), times = [];
  for (let k = 0; k < 60; k += 1) {{
    await frame();
    const before = field.value, began = performance.now();
    document.body.dispatchEvent(new KeyboardEvent("keydown", {{ key, bubbles: true, composed: true }}));
    while (field.value === before) await frame();
    times.push(performance.now() - began);
  }}
  return times;
}}"""

# What a drawing costs the page's own scripts, while the timeline is dragged to and fro.
SCRUB = f"""async () => {{
  {STAGE}
  const {{ first, count }} = stage.tape;
  stage.draws.length = 0;
  for (let k = 0; k < 200; k += 1) {{
    stage.act({{ type: "go", to: first + Math.floor((k * 37) % (count / 2)) + Math.floor(count / 4) }});
    await frame();
  }}
  return [...stage.draws];
}}"""

FRAMES = """(seconds) => new Promise((done) => {
  const began = performance.now(); let frames = 0;
  const count = () => { frames += 1; const past = performance.now() - began;
    past < 1000 * seconds ? requestAnimationFrame(count) : done(1000 * frames / past); };
  requestAnimationFrame(count);
})"""

PLAY = f"""(speed) => {{
  {STAGE}
  if (speed !== null) stage.act({{ type: "speed", to: speed }});
  stage.act({{ type: "play", on: speed !== null }});
}}"""

# From asking to the frame after the one that shows it.
JUMP = f"""async (step) => {{
  {STAGE}
  const began = performance.now();
  stage.act({{ type: "go", to: step }});
  while (stage.state.pending || stage.tape.first + stage.t !== step) await frame();
  await frame();
  return performance.now() - began;
}}"""

FORK = f"""async (text) => {{
  {STAGE}
  const began = performance.now();
  stage.ask("fork", text);
  while ((stage.base.header.fork?.text ?? "") !== text) await frame();
  await frame();
  return performance.now() - began;
}}"""

AT = f"() => {{ {STAGE} return stage.state.at; }}"
PLAYGROUND_STEP = """async () => {
  const [next, shown] = [document.querySelector("#next-step-button"), document.querySelector("#iter-number")];
  const frame = () => new Promise(requestAnimationFrame), times = [];
  for (let k = 0; k < 60; k += 1) {
    await frame();
    const before = shown.textContent, began = performance.now();
    next.click();
    while (shown.textContent === before) await frame();
    times.push(performance.now() - began);
  }
  return times;
}"""


def middle(times: Sequence[float], tail: str = "p95", digits: int = 0) -> str:
    """Median and tail ("p95" or "worst") of some times."""
    found = sorted(times)
    end = found[-1] if tail == "worst" else found[int(len(found) * 0.95)]
    return f"{statistics.median(found):.{digits}f} / {end:.{digits}f}"


def playing(page: Page, speed: int, seconds: float = 4) -> str:
    """Frames a second while the stage plays at a speed, by its number."""
    page.evaluate(PLAY, speed)
    frames = page.evaluate(FRAMES, seconds)
    page.evaluate(PLAY, None)
    page.wait_for_timeout(600)
    return f"{frames:.1f}"


def jumps(page: Page, total: int, count: int = 21) -> list[float]:
    """Times of jumps all over a run, none into the part of it that is on screen."""
    times = []
    for k in range(count):
        times.append(page.evaluate(JUMP, 1000 + (k * 8 + 3) % count * (total - 2000) // count + k))
        page.wait_for_timeout(500)
    return times


def forks(page: Page, count: int = 11) -> list[float]:
    """Times of forks at the step on screen, each another one; between them the fork is ended."""
    times = []
    for k in range(count):
        times.append(page.evaluate(FORK, f"step:{page.evaluate(AT)},gamma:{round(0.605 + k / 100, 3)}"))
        page.wait_for_timeout(300)
        page.evaluate(FORK, "")
        page.wait_for_timeout(300)
    return times
