"""The command line: `nmn run`, `train`, `sweep`, `export` and `reproduce`. Every parameter of a run is an option."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from nmn.parameters import SPECS, Parameters, from_texts, recipe
from nmn.spec import Spec
from nmn.tasks import about


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code: 0, 1 for a training that stopped early, 2 for what was not understood."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.command(options)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nmn", description="Neural memory networks, step by step.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser(
        "run", help="open the explorer", description="Serve the explorer on this machine."
    )
    run.add_argument(
        "--port", type=int, default=8501, help="where to listen; the next free port if it is taken"
    )
    run.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    run.add_argument("--no-browser", action="store_true", help="do not open a browser")
    run.add_argument(
        "--cluster", metavar="ADDRESS", help="train maps on the Dask cluster whose scheduler is there"
    )
    run.set_defaults(command=_run)

    train = commands.add_parser(
        "train",
        help="train a network and test it",
        description="Train a network on a task, then test it. What is left out is as it suits the task; the defaults "
        "below are those of sorted.",
    )
    _add_parameters(train)
    train.add_argument("--json", action="store_true", help="print one JSON object")
    train.set_defaults(command=_train, fail=train.error)

    sweep = commands.add_parser(
        "sweep",
        help="train over settings and seeds",
        description="Train a network for every combination of settings and every seed, from coarse to fine, on all "
        "cores or on a Dask cluster. Every run is kept as soon as it is done; the same command goes on where it was "
        "stopped. What is left out is as it suits the task; the defaults below are those of sorted.",
    )
    _add_parameters(sweep)
    sweep.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="NAME=VALUES",
        help="a parameter and its values: gamma=0.1:0.9:9 (first:last:count), tau=0,2,4 or hidden=20;24,24; as often "
        "as wanted",
    )
    sweep.add_argument("--seeds", metavar="A-B", help="first and last seed (default: the one of --seed)")
    sweep.add_argument(
        "--file",
        type=Path,
        default=Path("nmn-sweep.sqlite"),
        metavar="FILE",
        help="the SQLite file that keeps the runs, also of other sweeps (default: nmn-sweep.sqlite)",
    )
    sweep.add_argument(
        "--csv", type=Path, metavar="FILE", help="write a line for each run to this file at the end"
    )
    place = sweep.add_mutually_exclusive_group()
    place.add_argument("--jobs", type=int, metavar="N", help="processes (default: one for each core)")
    place.add_argument(
        "--cluster", metavar="ADDRESS", help="run on the Dask cluster whose scheduler is there"
    )
    sweep.set_defaults(command=_sweep, fail=sweep.error)

    export = commands.add_parser(
        "export",
        help="print a run as a Python script or a notebook",
        description="Print a Python script that trains and tests a run. The defaults below are those of sorted.",
    )
    _add_parameters(export)
    export.add_argument("--step", type=int, metavar="N", help="show this step too, with a neuron's memory")
    export.add_argument(
        "--notebook", action="store_true", help="print a notebook, which draws the curve as well"
    )
    export.set_defaults(command=_export, fail=export.error)

    reproduce = commands.add_parser(
        "reproduce", help="run the paper's experiments", description="Run the paper's experiments over seeds."
    )
    reproduce.add_argument(
        "experiment", nargs="*", metavar="EXPERIMENT", help="which ones (default: all that take seconds)"
    )
    reproduce.add_argument(
        "--seeds", default="700-719", metavar="A-B", help="first and last seed (default 700-719)"
    )
    reproduce.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help="keep every run in this SQLite file as it is done: the same command goes on where it was stopped",
    )
    reproduce.add_argument(
        "--table",
        type=Path,
        metavar="FILE",
        help="write every measured number to this file at the end, as .csv or .parquet",
    )
    reproduce.set_defaults(command=_reproduce, fail=reproduce.error)
    return parser


def _add_parameters(command: argparse.ArgumentParser) -> None:
    """Add the task, and every other parameter as an option."""
    tasks = " ".join(f"{task}: {about(recipe(task))}" for task in SPECS["task"].choices)
    command.add_argument("task", choices=SPECS["task"].choices, help=f"{SPECS['task'].help} {tasks}")
    default = Parameters()
    for spec in SPECS.values():
        if spec.name != "task":
            shown = spec.text(getattr(default, spec.name))
            command.add_argument(
                f"--{spec.name.replace('_', '-')}",
                dest=spec.name,
                metavar="|".join(map(str, spec.choices)) or spec.kind.upper(),
                help=f"{spec.title}: {spec.help} Default: {shown}. {_choices(spec)}".strip().replace(
                    "%", "%%"
                ),
            )


def _choices(spec: Spec) -> str:
    """Every choice of a parameter in a sentence, where they are words."""
    return " ".join(f"{choice}: {said}" for choice, said in spec.meanings.items() if isinstance(choice, str))


def _parameters(options: argparse.Namespace) -> tuple[Parameters, list[str]]:
    """The parameters that the options stand for, and a sentence for each one that is not possible."""
    return from_texts({name: text for name in SPECS if (text := getattr(options, name)) is not None})


def _run(options: argparse.Namespace) -> int:
    from nmn import serve

    if options.cluster:
        os.environ["NMN_CLUSTER"] = options.cluster  # see `nmn.studies.jobs.usual`
    return serve.run(options.port, options.host, not options.no_browser)


def _train(options: argparse.Namespace) -> int:
    parameters, problems = _parameters(options)
    if problems:
        _refuse(options, problems)

    from nmn.cli import commands

    return commands.train(parameters, options.json)


def _sweep(options: argparse.Namespace) -> int:
    from nmn.cli import commands

    base, problems = _parameters(options)
    seeds = range(base.seed, base.seed + 1) if options.seeds is None else _seeds(options.seeds)
    if not seeds:
        problems.append(f"--seeds {options.seeds}: give a first and a last seed, such as 0-19, or one seed.")
    if options.jobs is not None and options.jobs < 1:
        problems.append(f"--jobs {options.jobs}: give the number of processes, 1 or more.")
    grid = commands.read_grid(base, options.vary, seeds, problems)
    if problems or grid is None:
        _refuse(options, problems)
    try:
        return commands.sweep(grid, options.file, options.csv, options.jobs, options.cluster)
    except commands.REFUSALS as problem:
        _refuse(options, [str(problem)])


def _export(options: argparse.Namespace) -> int:
    from nmn.studies.export import notebook, snippet

    parameters, problems = _parameters(options)
    if problems:
        _refuse(options, problems)
    try:
        text = (notebook if options.notebook else snippet)(parameters, options.step)
    except ValueError as error:
        _refuse(options, [f"--step: {error}"])
    print(text, end="")
    return 0


def _reproduce(options: argparse.Namespace) -> int:
    from nmn.cli import commands
    from nmn.studies import experiments

    usual = [name for name in experiments.EXPERIMENTS if name not in experiments.ON_REQUEST]
    names = list(dict.fromkeys(options.experiment)) or usual
    seeds = _seeds(options.seeds)
    problems = [
        f"{name} is not an experiment. There are: {', '.join(experiments.EXPERIMENTS)}."
        for name in names
        if name not in experiments.EXPERIMENTS
    ]
    if not seeds:
        problems.append(
            f"--seeds {options.seeds}: give a first and a last seed, such as 700-719, or one seed."
        )
    if problems:
        _refuse(options, problems)
    try:
        return commands.reproduce(names, seeds, options.file, options.table)
    except commands.REFUSALS as problem:
        _refuse(options, [str(problem)])


def _seeds(text: str) -> range:
    """The seeds that A-B or A stands for; none where it is neither, or a seed too large."""
    first, _, last = text.partition("-")
    last = last or first
    if not (first.isdecimal() and last.isdecimal()) or int(last) > SPECS["seed"].high:
        return range(0)
    return range(int(first), int(last) + 1)


def _refuse(options: argparse.Namespace, problems: list[str]) -> NoReturn:
    options.fail("\n".join(problems))
    raise AssertionError  # argparse has exited with code 2
