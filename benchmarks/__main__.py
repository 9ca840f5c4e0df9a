"""`python -m benchmarks`: measure, print the report, and write it where a file is given."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from benchmarks.report import Section, machine, targets
from benchmarks.timing import cores, tell

SECTIONS = ("steps", "limit", "profile", "recorded", "scaling", "cores", "memory", "cold")
HOW = (
    "All that is compared ran in turn, round after round, on one core, so that ratios hold where times do not. Figures "
    "are medians, with quartiles in brackets. Where nothing else is said, time is that of the processor: on an idle "
    "machine the time on the wall, on a busy one what is left of it when others had their share."
)


def asked() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "sections", nargs="*", metavar="section", help=f"what to measure: {', '.join(SECTIONS)}; all"
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the report there too")
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="write plots there")
    options = parser.parse_args()
    unknown = [name for name in options.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"{', '.join(unknown)}: no such section. There are: {', '.join(SECTIONS)}.")
    return options


def measures(options: argparse.Namespace) -> dict[str, Callable[[], Section]]:
    """What is to be called for each section."""
    from benchmarks import cold, limit, memory, profiled, recorded, scaling, steps
    from benchmarks import cores as several

    quick = options.quick
    return {
        "steps": lambda: steps.measure(quick),
        "limit": lambda: limit.measure(quick),
        "profile": lambda: profiled.measure(quick),
        "recorded": lambda: recorded.measure(quick),
        "scaling": lambda: scaling.measure(quick, options.plots),
        "cores": lambda: several.measure(quick),
        "memory": lambda: memory.measure(quick),
        "cold": lambda: cold.measure(quick),
    }


def main() -> None:
    """Measure and report."""
    options = asked()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is loaded: everything has one core
    parts = ["# Benchmarks", machine(cores()), HOW]
    found = measures(options)
    sections = []
    for name in SECTIONS:
        if name in (options.sections or SECTIONS):
            tell(f"== {name}")
            sections.append(found[name]())
    report = "\n\n".join((*parts, "## Targets", targets(sections), *(part.text() for part in sections)))
    print(report)
    if options.report:
        options.report.parent.mkdir(parents=True, exist_ok=True)
        options.report.write_text(f"{report}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
