"""`nmn run`: an address that can be had, one line that names it, and a clean end."""

import gzip
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from nmn.app.shared.document import PAGES
from nmn.app.shared.plotly_script import ADDRESS, FILE
from nmn.serve import free_port, run

pytestmark = pytest.mark.slow

HISTORY = Path(__file__).parents[1] / "assets" / "page" / "history.js"


def test_a_taken_port_gives_way_to_a_later_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert port < free_port("127.0.0.1", port) <= port + 100


@pytest.mark.parametrize(
    ("host", "port", "reason"),
    [
        ("127.0.0.1", 0, "a port is a number from 1 to 65535"),
        ("127.0.0.1", 70000, "a port is a number from 1 to 65535"),
        ("no such host", 8501, "host no such host"),
    ],
)
def test_an_impossible_address_is_one_sentence(
    host: str, port: int, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(port, host, browser=False) == 2
    said = capsys.readouterr()
    assert reason in said.err
    assert said.err.count("\n") == 1
    assert not said.out


def test_serves_until_interrupted_from_any_folder(tmp_path: Path) -> None:
    port = free_port("127.0.0.1", 20_000)
    command = [sys.executable, "-c", f"import sys; from nmn.serve import run; sys.exit(run({port}))"]
    log = tmp_path / "log.txt"
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 180  # a first start compiles
    with log.open("w") as out, subprocess.Popen(command, cwd=tmp_path, stdout=out, stderr=out) as process:
        try:
            while url not in log.read_text():
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < end, log.read_text()
                time.sleep(0.1)
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=180) as reply:
                assert reply.status == 200
            for _, path in PAGES.values():
                with urllib.request.urlopen(f"{url}/{path}", timeout=180) as reply:
                    assert f"<script>\n{HISTORY.read_text('utf-8')}</script>" in reply.read().decode()
            for accepted, opened in (("gzip", gzip.decompress), ("identity", bytes)):
                wanted = urllib.request.Request(url + ADDRESS, headers={"Accept-Encoding": accepted})
                with urllib.request.urlopen(wanted, timeout=180) as reply:
                    assert opened(reply.read()) == FILE.read_bytes()  # the installed one
                    assert "immutable" in reply.headers["Cache-Control"]
            process.send_signal(signal.SIGINT)
            assert process.wait(180) == 0, log.read_text()
        finally:
            process.kill()
    lines = log.read_text().split("\n")
    assert len([line for line in lines if "http" in line]) == 1
    assert lines[-2] == "NMN Explorer has stopped."
