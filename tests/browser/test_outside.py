"""A network and a task from outside the package are stepped, and race, in the browser like those that it brings."""

from collections.abc import Callable, Iterator

import outside
import pytest
import serving
from checks import Log
from playwright.sync_api import Page
from serving import Server
from walking import page_scenes, report, stage_scenes
from walking.walker import Fault, Walker

from nmn import engine, tasks

START = (
    "import outside, sys; outside.register(); from nmn.serve import run; run(int(sys.argv[1]), browser=False)"
)
CELLS = {
    "light": ("echo", "traces", (stage_scenes.opening, stage_scenes.linked_fork)),
    "dark": ("sorted", "traces", (stage_scenes.opening, page_scenes.racing)),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An explorer whose process registers the two before it serves; here they are known meanwhile."""
    outside.register()
    with serving.serving(tmp_path_factory.mktemp("outside") / "log.txt", ("-c", START)) as found:
        yield found
    del engine.NETWORKS["traces"], tasks.TASKS["echo"]


@pytest.mark.parametrize("theme", CELLS)
def test_what_comes_from_outside_is_stepped_forked_and_raced(
    theme: str, new_page: Callable[..., Page], server: Server
) -> None:
    found: list[Fault] = []
    walker = Walker(new_page(theme=theme), server.url, Log(server.log), [], found)
    walker.task, walker.network, scenes = CELLS[theme]
    walker.fields = {"task": walker.task, "model": walker.network, "seed": "12", "steps": "1000"}
    for scene in scenes:
        with walker.playing(scene.__name__):
            scene(walker)
    assert not found, report.kinds(found)
