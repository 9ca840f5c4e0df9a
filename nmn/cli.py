"""The command line: `nmn run`, `nmn train` and `nmn reproduce`. Every parameter is an option of `nmn train`."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from nmn.parameters import SPECS, Parameters, from_texts
from nmn.progress import Progress


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
    run.set_defaults(command=_run)

    train = commands.add_parser(
        "train",
        help="train a network and test it",
        description="Train a network on a task, then test it. What is left out is as it suits the task; the defaults "
        "below are those of sorted.",
    )
    train.add_argument("task", choices=SPECS["task"].choices, help=SPECS["task"].help)
    default = Parameters()
    for spec in SPECS.values():
        if spec.name != "task":
            shown = spec.text(getattr(default, spec.name))
            train.add_argument(
                f"--{spec.name.replace('_', '-')}",
                dest=spec.name,
                metavar="|".join(map(str, spec.choices)) or spec.kind.upper(),
                help=f"{spec.title}: {spec.help} Default: {shown}.".replace("%", "%%"),
            )
    train.add_argument("--json", action="store_true", help="print one JSON object")
    train.set_defaults(command=_train, fail=train.error)

    reproduce = commands.add_parser(
        "reproduce", help="run the paper's experiments", description="Run the paper's experiments over seeds."
    )
    reproduce.add_argument(
        "experiment", nargs="*", metavar="EXPERIMENT", help="which ones (default: all that take seconds)"
    )
    reproduce.add_argument(
        "--seeds", default="400-419", metavar="A-B", help="first and last seed (default 400-419)"
    )
    reproduce.add_argument(
        "--csv",
        type=Path,
        metavar="FILE",
        help="write every run to this file as it is done; the same command goes on where it was stopped",
    )
    reproduce.set_defaults(command=_reproduce, fail=reproduce.error)
    return parser


def _run(options: argparse.Namespace) -> int:
    from nmn import serve

    return serve.run(options.port, options.host, not options.no_browser)


def _train(options: argparse.Namespace) -> int:
    texts = {name: text for name in SPECS if (text := getattr(options, name)) is not None}
    parameters, problems = from_texts(texts)
    if problems:
        _refuse(options, problems)

    from nmn import compiled
    from nmn.training import Run

    compiled.warm(lambda line: print(line, file=sys.stderr), parameters.model)
    run = Run(parameters)
    with Progress(f"{parameters.model} on {parameters.task}", parameters.steps) as progress:
        run.train(report=progress)
    errors = run.test()
    result: dict[str, Any] = {
        "task": parameters.task,
        "model": parameters.model,
        "seed": parameters.seed,
        "steps": run.length,
        "test_error": run.score(errors),
        "test_errors": errors,
        "optimum_without_memory": run.task.optimum,
        "microseconds_per_step": 1e6 * run.seconds / max(run.length, 1),
        "start": run.start,
        "trouble": run.trouble,
        "parameters": parameters.to_query(),
    }
    print(json.dumps(result) if options.json else "\n".join(_told(result)))
    return 1 if run.trouble else 0


def _told(result: dict[str, Any]) -> Iterator[str]:
    """The result of a training in words."""
    yield "{model} on {task}, seed {seed}: {steps:,} inputs".format(**result)
    optimum, errors = result["optimum_without_memory"], result["test_errors"]
    yield f"test error {result['test_error']:.3%}" + (
        "" if optimum is None else f" (best without memory {optimum:.3%})"
    )
    if len(errors) > 1:
        yield from (f"  {part}: {error:.3%}" for part, error in errors.items())
    yield f"{result['microseconds_per_step']:.2f} microseconds a step"
    if result["trouble"]:
        yield result["trouble"]


def _reproduce(options: argparse.Namespace) -> int:
    from nmn import compiled, experiments

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
            f"--seeds {options.seeds}: give a first and a last seed, such as 400-419, or one seed."
        )
    try:
        record = experiments.Record(options.csv) if not problems else None
    except (OSError, ValueError) as error:
        problems.append(f"--csv {options.csv}: {error}")
    if problems or record is None:
        _refuse(options, problems)

    compiled.warm(lambda line: print(line, file=sys.stderr))
    total = len(experiments.jobs(names, seeds))
    with Progress("runs", total) as progress:
        frame = experiments.reproduce(names, seeds, record, progress)
    for name in names:
        print(f"\n{name}, test error over seeds {options.seeds}\n")
        print("\n".join(experiments.summary(frame[frame.experiment == name])))
    return 0


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
