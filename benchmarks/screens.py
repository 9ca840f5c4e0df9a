"""What the server keeps in memory after many different screens: `python benchmarks/screens.py`.

It serves the explorer on this machine and opens screens one after the other, each with a connection of its own as a
browser has: every task with every network in turn, a new seed every time, on every page, forked and with a sequence of
one's own. It prints the resident memory of the server as a Markdown table, and whether the target is met.
"""

import argparse
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

sys.path.insert(0, str(Path(__file__).parent.parent))  # as a script, it finds the package of its own clone

from nmn.engine import NETWORKS
from nmn.serve import free_port
from nmn.tasks import TASKS

TARGET = 400  # megabytes, after so many screens:
SCREENS = 200
TOLD = 20  # screens between two rows of the table
PATIENCE = 600  # seconds that a screen may take
PAGES = (
    "step_through",
    "fork",
    "step_through",
    "own",
    "step_through",
    "race",
    "step_through",
    "map",
    "",
    "paper",
)
NUMBERS = {"sorted": 2, "classify-recall": 2, "memory-recall": 5, "extended-recall": 4, "signal": 1, "digits": 64,
           "sunspots": 1}  # of an input  # fmt: skip


def screens(count: int, steps: int) -> Iterator[tuple[str, dict[str, str]]]:
    """A page and a query for each screen.

    Args:
        count: how many.
        steps: length of the runs, 0 for that of each task's recipe.
    """
    tasks, models = list(TASKS), list(NETWORKS)
    for number in range(count):
        task, model = tasks[number % len(tasks)], models[number // len(tasks) % len(models)]
        query = {"task": task, "model": model, "seed": str(100 + number)}
        query |= {"steps": str(steps)} if steps else {}
        page = PAGES[number % len(PAGES)]
        if page == "fork":
            query |= {"at": "520", "fork": "step:500,wipe:all,silence:3"}
        elif page == "own":
            rows = "/".join([" ".join(["0.5"] * NUMBERS[task])] * 30)
            query |= {"own": f"after:600,rows:{rows}"}
        elif page == "step_through":
            query |= {"at": str(700 + number)}
        yield "step_through" if page in ("fork", "own") else page, query


def opened(port: int, page: str, query: dict[str, str]) -> None:
    """Open a screen and wait until all of it is there."""
    asked = BackMsg()
    asked.rerun_script.query_string = urlencode(query)
    asked.rerun_script.page_name = page
    protocols: list = ["streamlit"]
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=protocols, max_size=None
    ) as connection:
        connection.send(asked.SerializeToString())
        until = time.monotonic() + PATIENCE
        while True:
            said = ForwardMsg()
            said.ParseFromString(connection.recv(until - time.monotonic()))
            if (
                said.WhichOneof("type") == "delta"
                and said.delta.new_element.WhichOneof("type") == "exception"
            ):
                raise SystemExit(f"{page}?{urlencode(query)}: {said.delta.new_element.exception.message}")
            if (
                said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                and said.WhichOneof("type") == "script_finished"
            ):
                return


def resident(process: int) -> float:
    """Resident memory of a process in megabytes."""
    said = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return int(said.stdout) / 1024


def wait_for_server(port: int) -> None:
    """Until it answers."""
    for _ in range(600):
        try:
            urlopen(f"http://127.0.0.1:{port}/_stcore/health").close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The explorer did not start.")


def measured(count: int, steps: int, row: str) -> float:
    """Open the screens and print the rows of the table; gives the memory after the last one."""
    port = free_port("127.0.0.1", 8600)
    server = subprocess.Popen(
        [sys.executable, "-m", "nmn", "run", "--no-browser", "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        wait_for_server(port)
        print(row.format(0, resident(server.pid)), flush=True)
        for number, (page, query) in enumerate(screens(count, steps), start=1):
            opened(port, page, query)
            if number % TOLD == 0 or number in (1, count):
                print(row.format(number, resident(server.pid)), flush=True)
        return resident(server.pid)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description="Measure the server's memory over many different screens.")
    parser.add_argument("--screens", type=int, default=SCREENS, help="how many screens are opened")
    parser.add_argument(
        "--steps", type=int, default=20_000, help="length of the runs; 0 for that of each task's recipe"
    )
    asked = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"{platform.system()}; runs of {f'{asked.steps:,}' if asked.steps else 'their recipes'} inputs\n")
    print("| screens | server, MB |\n| ---: | ---: |")
    last = measured(asked.screens, asked.steps, "| {} | {:.0f} |")
    print(
        f"\nTarget: at most {TARGET} MB after {SCREENS} screens. Here: {last:.0f} MB after {asked.screens}."
    )


if __name__ == "__main__":
    main()
