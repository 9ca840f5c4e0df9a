"""The parts of the README that come from the code and from measured files: `make docs` writes them."""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from nmn.parameters import SPECS, Parameters
from nmn.site_path import site_path
from nmn.studies import experiments


def parameters() -> Iterator[str]:
    """Every parameter as a line of a Markdown table."""
    default = Parameters()
    yield "| option and URL field | symbol | default | allowed | meaning | source |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for spec in SPECS.values():
        value = spec.text(getattr(default, spec.name))
        yield f"| `{spec.name}` | {spec.symbol} | {value} | {spec.allowed} | {spec.help} | {spec.source} |"


def measured() -> pd.DataFrame:
    """What `nmn reproduce` wrote."""
    return pd.read_csv(site_path() / "assets" / "paper.csv")


def table(experiment: str) -> Iterator[str]:
    """The table of an experiment, from what was measured."""
    frame = measured()
    return experiments.summary(frame[frame.experiment == experiment])


BLOCKS = {"parameters": parameters} | {name: partial(table, name) for name in experiments.EXPERIMENTS}


def written(text: str) -> str:
    """The text with every block between its markers made anew."""
    for name, lines in BLOCKS.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end {name} -->"
        if begin in text:
            before, _, rest = text.partition(begin)
            _, _, after = rest.partition(end)
            text = before + begin + "\n".join(lines()) + "\n" + end + after
    return text


if __name__ == "__main__":
    readme = site_path() / "README.md"
    readme.write_text(written(readme.read_text("utf-8")), "utf-8")
