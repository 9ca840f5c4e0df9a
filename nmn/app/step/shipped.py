"""Windows of the default run that come with the package: on screen while the engine is compiled for the first time.

`make docs` writes them, the start page's and that of Step through, and a test holds them to the engine.
"""

import gzip
from functools import cache
from pathlib import Path

from nmn.address.screen import Screen
from nmn.app.shared import controls
from nmn.app.shared.words import EQUATIONS, scene
from nmn.app.step import live
from nmn.app.step.window import bounds, most_varied, packed
from nmn.parameters import Parameters
from nmn.runs.training import Run
from nmn.site_path import site_path

PREVIEW, STEPPED = "preview", "stepped"


def fits(screen: Screen) -> bool:
    """Whether the shipped window of Step through is what a screen shows."""
    plain = screen.fork is None and screen.own is None and screen.at in (None, live.OPENING)
    return plain and screen.parameters == Parameters()


@cache
def window(name: str) -> bytes:
    """The window of that name."""
    return gzip.decompress(_file(name).read_bytes())


def write() -> None:
    """Make both windows anew."""
    for name, data in made().items():
        _file(name).write_bytes(gzip.compress(data, mtime=0))


def made() -> dict[str, bytes]:
    """Both windows, as the engine has them now."""
    runs = {model: Run(each).train() for model, each in controls.compared(Parameters()).items()}
    run, at = runs[Parameters().model], live.OPENING
    end = run.length
    about = {"about": scene(run.parameters), "equations": EQUATIONS}
    return {
        PREVIEW: packed(run, {}, end, bounds(run, end)[0], focus=most_varied(run, end), compact=True),
        STEPPED: packed(run, runs, at, at, focus=most_varied(run, at), **about),
    }  # fmt: skip


def _file(name: str) -> Path:
    return site_path() / "assets" / "shipped" / f"{name}.bin.gz"
