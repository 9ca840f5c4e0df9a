"""What the explorer takes in a real browser: frames while playing, a step, and a jump to another part of the run.

Run it with `make bench`. It serves the explorer on this machine, drives headless Chromium, and prints a Markdown table.
"""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

PORT = 8590
SIZES = {
    "[2, 20, 10], τ = 2": "/step_through?at=30000",
    "[2, 32, 32, 32, 10], τ = 4": "/step_through?at=5000&hidden=32,32,32&tau=4&steps=10000",
}
FRAMES = """(seconds) => new Promise((done) => {
  const began = performance.now(); let frames = 0;
  const count = () => { frames += 1; const past = performance.now() - began;
    past < 1000 * seconds ? requestAnimationFrame(count) : done(1000 * frames / past); };
  requestAnimationFrame(count);
})"""
STEP = """async () => {
  const host = document.querySelector("[data-testid=stBidiComponentIsolated]").shadowRoot;
  const field = host.querySelector("input[type=text], input[inputmode], input");
  const times = [];
  for (let k = 0; k < 60; k += 1) {
    await new Promise(requestAnimationFrame);
    const before = field.value, began = performance.now();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, composed: true }));
    while (field.value === before) await new Promise(requestAnimationFrame);
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b);
}"""

# What a drawing costs the page's own scripts, while the timeline is dragged over its whole length.
SCRUB = """async () => {
  const host = document.querySelector("[data-testid=stBidiComponentIsolated]").shadowRoot;
  const { __stage: stage } = host;
  const { first, count } = stage.tape;
  stage.draws.length = 0;
  for (let k = 0; k < 200; k += 1) {
    stage.act({ type: "go", to: first + Math.floor((k * 37) % (count / 2)) + Math.floor(count / 4) });
    await new Promise(requestAnimationFrame);
  }
  return [...stage.draws].sort((a, b) => a - b);
}"""

ARRIVED = """async () => {
  const host = document.querySelector("[data-testid=stBidiComponentIsolated]").shadowRoot;
  for (let k = 0; k < 2; k += 1) await new Promise(requestAnimationFrame); // the frame that shows the waiting
  while (host.querySelector(".waiting")) await new Promise(requestAnimationFrame);
}"""


def jumps(page: Page, total: int) -> list[float]:
    """Milliseconds from asking for a far step to the moment when its window is drawn."""
    field = page.locator("[data-testid=stBidiComponentIsolated] input").first
    times = []
    for k in range(20):
        field.fill(str(1 + (k * 7919) % 20 * total // 20 + k))
        began = time.perf_counter()
        field.press("Enter")
        page.evaluate(ARRIVED)
        times.append((time.perf_counter() - began) * 1e3)
        page.wait_for_timeout(500)
    return times


def measure(page: Page, name: str, path: str) -> str:
    """One line of the table."""
    page.goto(f"http://127.0.0.1:{PORT}{path}")
    page.wait_for_selector(".stage, .frame")
    page.wait_for_timeout(1500)
    steps = page.evaluate(STEP)
    draws = page.evaluate(SCRUB)
    page.keyboard.press("Space")
    normal = page.evaluate(FRAMES, 4)
    page.keyboard.press("Space")
    page.locator("[data-testid=stBidiComponentIsolated] select").first.select_option(index=6)
    page.locator("body").press("Space")
    fast = page.evaluate(FRAMES, 4)
    page.locator("body").press("Space")
    far = jumps(page, 10_000 if "steps=10000" in path else 100_000)
    return (
        f"| {name} | {normal:.1f} | {fast:.1f} "
        f"| {statistics.median(steps):.0f} | {steps[int(len(steps) * 0.95)]:.0f} "
        f"| {statistics.median(draws):.1f} | {draws[int(len(draws) * 0.95)]:.1f} "
        f"| {statistics.median(far):.0f} | {max(far):.0f} |"
    )


def main() -> None:
    chromium = os.environ.get("NMN_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    )
    server = subprocess.Popen([sys.executable, "-m", "nmn", "run", "--no-browser", "--port", str(PORT)])
    try:
        for _ in range(300):
            try:
                urlopen(f"http://127.0.0.1:{PORT}/_stcore/health").close()
                break
            except OSError:
                time.sleep(0.2)
        heads = ("network", "frames/s, 4 steps/s", "frames/s, 60 steps/s", "step, ms", "95 %")
        heads += ("script of a scrub, ms", "95 %", "jump, ms", "worst")
        print(f"\n| {' | '.join(heads)} |")
        print("|" + " --- |" * len(heads))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            for name, path in SIZES.items():
                print(measure(page, name, path), flush=True)
            browser.close()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(10)


if __name__ == "__main__":
    main()
