"""The command line: `nmn run`, `nmn train` and `nmn reproduce`. Every parameter is an option of `nmn train`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from nmn.parameters import SPECS, Parameters, from_texts


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
        "train", help="train a network and test it", description="Train a network on a task, then test it."
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
    reproduce.add_argument("experiment", nargs="*", metavar="EXPERIMENT", help="which ones (default: all)")
    reproduce.add_argument(
        "--seeds", default="100-119", metavar="A-B", help="first and last seed (default 100-119)"
    )
    reproduce.add_argument("--csv", type=Path, metavar="FILE", help="write every run to this file")
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

    compiled.warm(lambda line: print(line, file=sys.stderr))
    run = Run(parameters)
    steps = parameters.steps
    run.train(report=_Progress(f"training {parameters.model} on {parameters.task}", steps))
    result: dict[str, Any] = {
        "task": parameters.task,
        "model": parameters.model,
        "seed": parameters.seed,
        "steps": run.length,
        "test_error": run.test_error(),
        "optimum_without_memory": run.task.optimum,
        "microseconds_per_step": 1e6 * run.seconds / max(run.length, 1),
        "trouble": run.trouble,
        "parameters": parameters.to_query(),
    }
    if options.json:
        print(json.dumps(result))
    else:
        print(f"{parameters.model} on {parameters.task}, seed {parameters.seed}: {run.length:,} inputs")
        print(f"test error {result['test_error']:.3%} (best without memory {run.task.optimum:.3%})")
        print(f"{result['microseconds_per_step']:.2f} microseconds a step")
        if run.trouble:
            print(run.trouble)
    return 1 if run.trouble else 0


def _reproduce(options: argparse.Namespace) -> int:
    from nmn import compiled, experiments

    names = options.experiment or list(experiments.EXPERIMENTS)
    problems = [
        f"{name} is not an experiment. There are: {', '.join(experiments.EXPERIMENTS)}."
        for name in names
        if name not in experiments.EXPERIMENTS
    ]
    first, _, last = options.seeds.partition("-")
    seeds = (
        range(int(first), int(last or first) + 1)
        if first.isdecimal() and (last or first).isdecimal()
        else range(0)
    )
    if not seeds or seeds[-1] > SPECS["seed"].high:
        problems.append(
            f"--seeds {options.seeds}: give a first and a last seed, such as 100-119, or one seed."
        )
    if options.csv and (options.csv.is_dir() or not options.csv.parent.is_dir()):
        problems.append(f"--csv {options.csv}: give a file in a folder that exists.")
    if problems:
        _refuse(options, problems)

    compiled.warm(lambda line: print(line, file=sys.stderr))
    for number, name in enumerate(names):
        total = len(seeds) * len(experiments.EXPERIMENTS[name])
        frame = experiments.reproduce(name, seeds, _Progress(name, total))
        print(f"\n{name}, test error over seeds {options.seeds}\n")
        print("\n".join(experiments.summary(frame)))
        if options.csv:
            frame.to_csv(options.csv, index=False, mode="a" if number else "w", header=number == 0)
    return 0


def _refuse(options: argparse.Namespace, problems: list[str]) -> NoReturn:
    options.fail("\n".join(problems))
    raise AssertionError  # argparse has exited with code 2


class _Progress:
    """A counter on one line of the terminal; silent where there is none."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total = what, total

    def __call__(self, done: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done == self.total else "\r"
            print(f"{self.what}: {done:,} of {self.total:,} ", end=end, file=sys.stderr, flush=True)
