"""What is made from the code and from measured files: parts of README and docs/, shipped windows. `make docs` does."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from nmn.app.step import shipped
from nmn.cli.rooms import picture
from nmn.engine import NETWORKS
from nmn.lessons.reading import lessons
from nmn.parameters import SPECS, Parameters
from nmn.site_path import site_path
from nmn.studies import experiments
from nmn.studies.experiments.measured import TEST


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
    return pd.read_parquet(site_path() / "assets" / "paper.parquet")


def table(experiment: str) -> Iterator[str]:
    """The table of an experiment, from what was measured."""
    frame = measured()
    return experiments.summary(frame[frame.experiment == experiment])


def printed() -> Iterator[str]:
    """A line for each network and task that the paper prints a figure for: theirs and ours."""
    frame = measured()
    yield "| task | network | paper | ours, median | quartiles |"
    yield "| --- | --- | --- | --- | --- |"
    for experiment, rows in experiments.EXPERIMENTS.items():
        shown: set[str] = set()
        for row in rows:
            model = row.parameters.model
            if row.paper is None or row.reading or model in shown:
                continue
            shown.add(model)
            mine = frame[["experiment", "model", "variant", "metric"]] == [
                experiment,
                model,
                row.variant,
                TEST,
            ]
            low, middle, high = frame[mine.all(axis=1)].value.quantile([0.25, 0.5, 0.75])
            yield (
                f"| {experiment} | {NETWORKS[model].title}, {row.variant} | {row.paper:.1%} | {middle:.2%} | "
                f"{low:.2%} – {high:.2%} |"
            )


def course() -> Iterator[str]:
    """A line for each lesson."""
    yield "| lesson | about | minutes | questions |"
    yield "| --- | --- | --- | --- |"
    for number, lesson in lessons("en").items():
        yield f"| {number} {lesson.title} | {lesson.about} | {lesson.minutes} | {len(lesson.asked)} |"


def solutions() -> Iterator[str]:
    """The questions of every lesson, with their reasons."""
    for number, lesson in lessons("en").items():
        yield from (
            f"**{number} {lesson.title}**",
            "",
            "| scene | question | answer |",
            "| --- | --- | --- |",
        )
        for scene in lesson.asked:
            question, reason = (
                " ".join(part.split()).replace("|", "\\|") for part in (scene.question, scene.reason)
            )
            yield f"| {scene.number} {scene.title} | {question} | {reason} |"
        yield ""


BLOCKS = {"parameters": parameters, "printed": printed, "course": course, "solutions": solutions} | {
    name: partial(table, name) for name in experiments.EXPERIMENTS
}


def written(text: str) -> str:
    """The text with every block between its markers made anew."""
    for name, lines in BLOCKS.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end {name} -->"
        if begin in text:
            before, _, rest = text.partition(begin)
            _, _, after = rest.partition(end)
            text = before + begin + "\n".join(lines()) + "\n" + end + after
    return text


def pages() -> list[Path]:
    """The files that have such parts."""
    return [site_path() / "README.md", *sorted((site_path() / "docs").glob("*.md"))]


if __name__ == "__main__":
    for page in pages():
        page.write_text(written(page.read_text("utf-8")), "utf-8")
    (site_path() / "docs" / "architecture.svg").write_text(picture(site_path()), "utf-8")
    shipped.write()
