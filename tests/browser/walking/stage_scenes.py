"""Scenes on Step through: stepping, all tabs, a fork, one's own sequence, a reload, the dark theme."""

from checks import barriers, screen
from playwright.sync_api import Locator
from walking.networks import parameters
from walking.walker import STATE, LostError, Walker

AT = 120  # the step that a cell's link opens: memories are there, and it is far from the end
FIELD = "Step to go to"
EVENTS = "mnwfe"
PLAYING = 1200  # milliseconds: the address may be so late while it plays
PHASES = 8  # more than any network has: the last press goes on to the next step
PLACES = ((0.15, 0.2), (0.5, 0.45), (0.85, 0.8))


def opening(walk: Walker) -> None:
    """The link opens its network, or the page says which settings this task cannot have and keeps the others."""
    walk.goto("step_through", **walk.fields, at=AT)
    _, refused = parameters(walk.fields)
    said = walk.page.get_by_test_id("stAlert").all_inner_texts()
    for sentence in refused:
        walk.must(any(sentence in words for words in said), f"the page does not say “{sentence}”")
    if not refused and said:
        walk.note(f"not possible, it says: {' '.join(said)[:200]}")
    there(walk)


def there(walk: Walker) -> None:
    """The stage is on screen."""
    if not walk.page.locator(".stage .transport").count():
        words = " ".join(walk.page.get_by_test_id("stMain").all_inner_texts()).split()
        raise LostError(f"nothing is drawn: {' '.join(words)[:200]}")


def stepping(walk: Walker) -> None:
    """Step, walk the phases, play, search each kind of event, jump by field, timeline and curve, go to both ends."""
    there(walk)
    for key, by in (
        ("ArrowRight", 1),
        ("ArrowRight", 1),
        ("ArrowLeft", -1),
        ("PageDown", 10),
        ("PageUp", -10),
    ):
        before = int(str(walk.state("at")))
        walk.key(key)
        walk.must(walk.state("at") == before + by, f"{key} does not go {by} steps on")
    walk.key(*"." * PHASES, ",", "Escape")
    walk.key("ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight", "ArrowUp", "Escape")
    walk.key(*EVENTS, *(f"Shift+{key}" for key in EVENTS))
    before = int(str(walk.state("at")))
    walk.do("play", walk.button("Play (Space)").click)
    walk.page.wait_for_function(f"(before) => ({STATE})('at') > before", arg=before)
    walk.do("pause", lambda: walk.page.keyboard.press("Space"))
    walk.rest(calm=PLAYING)
    points(walk, walk.page.locator(".stage .scrub").first, "timeline")
    walk.rest()
    if (curve := walk.page.locator(".convergence .canvas.scrub")).count():
        walk.ask("click the curve", lambda: click(walk, curve, 0.6, 0.5))
    for key in ("End", "Home"):
        walk.ask(f"key {key}", lambda key=key: walk.page.keyboard.press(key))
    jump(walk, AT + 30)


def jump(walk: Walker, step: int) -> None:
    """Type a step's number."""
    field = walk.page.get_by_label(FIELD)
    field.fill(str(step))
    walk.ask(f"go to {step}", lambda: field.press("Enter"))
    walk.page.keyboard.press("Escape")
    walk.must(walk.state("at") == step, f"the cursor is not at step {step}")


def click(walk: Walker, place: Locator, x: float, y: float) -> None:
    """Click a point of a picture, as shares of its width and height."""
    box = place.bounding_box()
    if box is None:
        raise LostError("a picture is not on screen")
    walk.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def points(walk: Walker, place: Locator, name: str, press: bool = True) -> None:
    """Hover points of a picture, and click them."""
    box = place.bounding_box()
    if box is None:
        return
    for x, y in PLACES:
        at = box["x"] + x * box["width"], box["y"] + y * box["height"]
        walk.do(f"hover {name} {x:g} {y:g}", lambda at=at: walk.page.mouse.move(*at))
        if press:
            walk.do(f"click {name} {x:g} {y:g}", lambda at=at: walk.page.mouse.click(*at))
    walk.page.mouse.move(640, 62)


def tabs(walk: Walker) -> None:
    """Open every tab and do there what it offers; choose neurons and axes."""
    there(walk)
    for name in ("network", "memory"):
        if (picture := walk.page.locator(f".stage .panel.{name} canvas").first).count():
            points(walk, picture, name)
    for title in walk.tabs():
        walk.tab(title)
        walk.key("ArrowRight", "ArrowDown", "ArrowLeft")
        if title == "X-ray":
            xray(walk)
        if title == "3-D" and (scene := walk.page.locator(".panel canvas:visible").last).count():
            points(walk, scene, "3-D")
    walk.rest()
    walk.key("Escape")


def xray(walk: Walker) -> None:
    """X-ray: axis by axis, then the input of this step and those before it, then a home of it."""
    for name in ("Next axis", "Next axis", "Previous axis"):
        walk.do(name, walk.button(name).click)
    for text in ("this input", "The input before", "The input before", "The input after"):
        pressed = walk.button(text)
        if pressed.is_visible():
            walk.do(text, pressed.click)
    if (row := walk.page.locator(".xray .homes .row:visible")).count():
        walk.do("click a home", row.first.click)
    if (row := walk.page.locator(".xray .writes .row:visible")).count():
        walk.do("click a write", row.first.click)
    if (back := walk.button("this axis")).is_visible():
        walk.do("this axis", back.click)


def forking(walk: Walker) -> None:
    """Fork by each change that there is, look at both futures in all tabs, fork again further on, end it."""
    there(walk)
    if "fork" not in walk.tabs():
        return
    jump(walk, AT + 30)
    walk.tab("fork")
    for name in ("silence", "force to 1", "wipe its memory", "wipe all memory"):
        if (change := walk.button(name, ".fork")).is_visible():
            walk.ask(name, change.click)
            forked(walk)
    both(walk)
    walk.ask("End the fork", walk.button("End the fork", ".fork").click)
    walk.must("fork=" not in walk.page.url, "the fork does not end")
    labels = walk.page.locator(".fork .settings label")
    for k in range(labels.count()):
        label = labels.nth(k)
        field = label.locator("input, select")
        walk.ask(f"change {label.inner_text().splitlines()[0]}", lambda field=field: change_of(field))
    both(walk)
    changed_input(walk)
    walk.key("PageDown", "PageDown")
    if (again := walk.page.locator(".fork button", has_text="instead")).is_visible():
        walk.ask("fork after this step instead", again.click)
        walk.key("ArrowRight")
    jump(walk, int(str(walk.state("total"))) - 3)  # a run can end early
    jump(walk, AT + 31)


def linked_fork(walk: Walker) -> None:
    """A link to a fork: both futures, in every tab."""
    walk.goto("step_through", **walk.fields, at=AT, fork="step:100,silence:1")
    both(walk)


def forked(walk: Walker) -> None:
    walk.must("fork=" in walk.page.url, "no fork comes")


def change_of(field: Locator) -> None:
    """Give a control of the fork another value."""
    if field.evaluate("field => field.tagName") == "SELECT":
        field.evaluate(
            """field => { field.selectedIndex = (field.selectedIndex + 1) % field.options.length;
            field.dispatchEvent(new Event("change", { bubbles: true })); }"""
        )
        return
    low, high, now = (
        float(field.evaluate(f"field => field.{name}") or 0) for name in ("min", "max", "value")
    )
    field.fill(f"{now + 0.3 * (high - now) if now < (low + high) / 2 else (now + low) / 2:.2g}")
    field.press("Enter")


def both(walk: Walker) -> None:
    """Step with both futures, and see the other one in every tab."""
    walk.tab("two futures")
    walk.key("ArrowRight", "ArrowRight")
    for name in ("forked", "as it was"):
        walk.do(name, walk.button(name, ".futures").click)
        walk.must(
            walk.button(name, ".futures").get_attribute("aria-pressed") == "true", f"{name} is not shown"
        )
        if name == "forked":
            walk.key(*"." * 3, "Escape", "ArrowDown", "ArrowRight")
            for title in walk.tabs():
                walk.tab(title)
            walk.tab("two futures")
    for k, name in enumerate(("difference", "curves")):
        points(walk, walk.page.locator(".futures canvas").nth(k), name, press=False)
    walk.tab("fork")
    walk.rest()


def changed_input(walk: Walker) -> None:
    """Change a number of an input, and let two inputs change places."""
    if (field := walk.page.locator(".fork .values input")).count():
        field.first.fill("0.7")
        walk.ask("change an input", lambda: field.first.press("Enter"))
    walk.ask("swap", walk.button("swap", ".fork").click)


def owning(walk: Walker) -> None:
    """Step a sequence of one's own: as the example has it, drawn, learned from, without memories; in all tabs."""
    there(walk)
    if "your own" not in walk.tabs():
        return
    walk.tab("your own")
    text = walk.page.get_by_label("Your own sequence, one step a line")
    example = str(text.get_attribute("placeholder"))
    text.fill("\n".join([example] * 3))
    walk.ask("step the example", walk.button("Step it", ".own").click)
    walk.must("own=" in walk.page.url, "one's own sequence is not stepped")
    walk.page.keyboard.press("Escape")
    walk.page.locator(".stage .transport .total").click()
    for name in ("it goes on learning", "with the memories it has now", "it goes on learning"):
        if (switch := walk.page.get_by_label(name)).is_visible():
            walk.ask(name, switch.click)
            walk.key("ArrowRight", *"." * 3, "Escape")
    if (pad := walk.page.locator(".own canvas:visible")).count():
        walk.ask("draw", lambda: click(walk, pad.first, 0.15, 0.4))
    for title in walk.tabs():
        walk.tab(title)
        walk.key("ArrowLeft", "ArrowRight")
        if title == "X-ray":
            xray(walk)
    reloading(walk)
    walk.tab("your own")
    walk.ask("Back to training", walk.button("Back to training", ".own").click)
    walk.must("own=" not in walk.page.url, "it does not go back to training")


def reloading(walk: Walker) -> None:
    """The same address shows the same screen."""
    there(walk)
    walk.rest()
    walk.page.mouse.move(640, 62)
    before = screen(walk.page)
    walk.asked = walk.page.url.removeprefix(walk.url)
    walk.ask("reload", walk.page.reload)
    after = screen(walk.page)
    lost = [text for text in before if text not in after]
    new = [text for text in after if text not in before]
    if lost or new:
        walk.note(
            f"another screen after a reload: “{' · '.join(lost)[:150]}” was, “{' · '.join(new)[:150]}” is"
        )
    elif before != after:
        moved = next((one, other) for one, other in zip(before, after, strict=False) if one != other)
        walk.note(f"another order after a reload: “{moved[0][:60]}” was where “{moved[1][:60]}” is")


def darkness(walk: Walker) -> None:
    """The rules of accessibility; the other theme, where colours alone are others, and back."""
    there(walk)
    light = walk.page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")
    themes = ("dark", "light") if light else ("light", "dark")
    for rules, theme in zip(((), ("color-contrast",)), themes, strict=True):
        for words in barriers(walk.page, *rules):
            walk.note(f"barrier: {words}")
        walk.ask(theme, lambda theme=theme: walk.page.emulate_media(color_scheme=theme))
        walk.key("ArrowRight")
