"""Ctrl-C, and Ctrl-Break on Windows: they end a build, which then has changed nothing."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.at_desk import Desk
from support.processes import IS_WINDOWS, ROOT, environment, interrupt, interruptible

STORIES = 3000  # a build of them takes seconds


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_build_ends_with_130_and_changes_nothing(desk: Desk, jobs: str) -> None:
    manifest = Path("index/whoosh/manifest.json").read_bytes()
    rows = (f'{{"text": "Ferry {n} sank in the harbour of Varna."}}\n' for n in range(STORIES))
    Path("news.jsonl").write_text("".join(rows), encoding="utf-8")
    line = [sys.executable, "-m", "search", "index", "news.jsonl", "--jobs", jobs]
    holder, trigger = Path("index/whoosh/holder.json"), Path("trigger")
    holder.unlink(missing_ok=True)
    build = subprocess.Popen(
        interruptible(line, trigger),
        env=environment(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    while not holder.exists() and build.poll() is None:
        time.sleep(0.02)
    time.sleep(0.3)  # until it reads
    interrupt(build, trigger)
    _, said = build.communicate(timeout=300)
    assert (build.returncode, said.split(b"\n")[-2]) == (130, b"interrupted"), said
    assert Path("index/whoosh/manifest.json").read_bytes() == manifest
    assert desk.search("index").status == 0
    assert len([path for path in Path("index/whoosh").iterdir() if path.is_dir()]) == 1


@pytest.mark.skipif(not IS_WINDOWS, reason="Ctrl-Break is of Windows")
def test_ctrl_break_is_like_ctrl_c(tmp_path: Path) -> None:
    code = "import signal; signal.raise_signal(signal.SIGBREAK)"
    (tmp_path / "click.py").write_text(code, encoding="utf-8")  # while the program is loaded
    ran = subprocess.run(
        [sys.executable, "-m", "search", "facets", "defense"],
        env=environment(PYTHONPATH=os.pathsep.join((str(tmp_path), str(ROOT)))),
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")
