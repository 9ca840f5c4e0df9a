"""The training step of each network, beside the same step in other libraries."""

from benchmarks import cases, peers
from benchmarks.report import Section, Verdict, at_least, table
from benchmarks.timing import Entry, Times, cores, interleave, pinned, tell

HERE = "this engine"
SLOW_INPUTS = 1000  # of a sample of libraries that are called for every input
NARROW = "jax 32"
COLUMNS = {**peers.LIBRARIES, NARROW: "JAX, 32 bits"}
AHEAD = {"torch": 1.0, "jax": 1.0}
TARGETS = {
    "NMN [2, 20, 10], τ = 2": {"numpy": 25.0, "torch": 150.0, "autograd": 150.0, "jax": 2.0},
    "NMN [2, 12, 12, 9], τ = 2": {"jax": 2.0},
    "NMN [8, 64, 64, 10], τ = 4": {"jax": 1.3},
}


def entries(name: str, refused: dict[str, str]) -> dict[str, Entry]:
    """The engine and the peers that agree with it; why the others are missing goes to refused."""
    case = cases.sample(name)
    compiled, short = len(case.stream.inputs), case.cut(SLOW_INPUTS)
    found = {HERE: Entry(case.run, compiled)}
    for library in peers.WRITTEN[case.kind]:
        if not peers.installed(library):
            refused[library] = peers.MISSING
            continue
        apart = peers.agreement(library, case)
        tell(f"  {peers.LIBRARIES[library]}: outputs differ by at most {apart.difference:.0e}")
        if not apart.equal:
            refused[library] = f"differs by {apart.difference:.0e}: not timed"
            continue
        used = case if library == "jax" else short
        found[library] = Entry(peers.prepare(library, used), len(used.stream.inputs))
    if case.kind == "step" and "jax" in found:
        found[NARROW] = Entry(peers.prepare("jax", case, dtype="float32"), compiled)
    return found


def judged(name: str, times: Times) -> list[Verdict]:
    """The verdicts on a network."""
    found = []
    for library, bound in TARGETS.get(name, AHEAD).items():
        measure = f"{name}: {COLUMNS[library]} takes"
        if library in times:
            found.append(at_least(measure, bound, times.ratio(library, HERE).median))
        else:
            found.append(Verdict(measure, f"≥ {bound:g} ×", "–", None))
    return found


def measure(quick: bool) -> Section:
    """Time every network."""
    rows, verdicts = [], []
    for name in cases.NETWORKS:
        tell(name)
        refused: dict[str, str] = {}
        with pinned(cores()[-1]):
            times = interleave(entries(name, refused), 3 if quick else 11)
        cells = [
            f"{times.ratio(column, HERE).text()} ×" if column in times else refused.get(column, "–")
            for column in COLUMNS
        ]
        rows.append((name, times.spread(HERE).text(), *cells))
        verdicts += judged(name, times)
    head = ("training, one input at a time", f"{HERE}, µs", *COLUMNS.values())
    words = (
        "How many times as long as this engine's step the same step takes in other libraries. Before it is timed, each "
        f"is held to the engine's outputs over {peers.CHECKED:,} steps, to {peers.TOLERANCE:.0e} (the order of sums "
        "differs); 32 bits cannot be. All else has 64. PyTorch is written by hand, in place, where that is quicker; "
        "networks with memory in the usual way, with autograd, have a column of their own."
    )
    return Section("The training step, beside other libraries", [words, table(head, rows)], verdicts)
