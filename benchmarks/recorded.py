"""A step that is recorded for the screen, and a step in use, beside a training step."""

from benchmarks import cases
from benchmarks.report import Section, at_most, table
from benchmarks.timing import Entry, cores, interleave, pinned, tell

WINDOW = 400  # inputs, as the explorer records them


def measure(quick: bool) -> Section:
    """Time every network with and without a record."""
    rows, verdicts = [], []
    for name in cases.NETWORKS:
        tell(f"{name}: recorded")
        case = cases.named(name, WINDOW)
        ways = {
            "training": Entry(case.run, WINDOW),
            "recorded": Entry(lambda case=case: case.run(record=True), WINDOW),
            "in use": Entry(lambda case=case: case.run(learn=False), WINDOW),
        }
        with pinned(cores()[-1]):
            times = interleave(ways, 3 if quick else 21)
        ratio = times.ratio("recorded", "training")
        rows.append(
            (
                name,
                times.spread("training").text(),
                f"{ratio.text()} ×",
                f"{times.ratio('in use', 'training').text()} ×",
            )
        )
        if cases.NETWORKS[name][0] == "step":
            verdicts.append(at_most(f"{name}: recorded step against unrecorded", 1.3, ratio.median, " ×"))
    head = (f"{WINDOW} inputs a call", "training, µs an input", "recorded", "in use")
    return Section("Recorded, and in use", [table(head, rows)], verdicts)
