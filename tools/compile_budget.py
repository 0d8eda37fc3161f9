#!/usr/bin/env python3
"""Prints the ten slowest translation units of the last build and fails when one costs more than the budget.

compile_budget.py [build folder]; without an argument build/release, else build/test, else build/dev. Times come from
ninja's log, on a machine that may have been busy: what looks too slow is compiled once more and its processor time
judged.
"""
import json
import os
import pathlib
import resource
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUDGET = 15.0  # seconds of processor time


def from_log(folder):
    times = {}
    for line in (folder / ".ninja_log").read_text().split("\n")[1:]:
        fields = line.split("\t")
        if len(fields) >= 4 and fields[3].endswith((".cpp.o", ".c.o")):
            times[fields[3]] = (int(fields[1]) - int(fields[0])) / 1000
    return sorted(times.items(), key=lambda entry: -entry[1])


def measured(folder, unit):
    """Processor seconds of compiling a unit without the cache; None when it is not built any more."""
    for entry in json.loads((folder / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        if entry.get("output") != unit and words[words.index("-o") + 1] != unit:
            continue
        words[words.index("-o") + 1] = os.devnull
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run(words, cwd=entry["directory"], env={**os.environ, "CCACHE_DISABLE": "1"}, check=True, capture_output=True)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return None


def main():
    folders = [pathlib.Path(a).resolve() for a in sys.argv[1:]] or [ROOT / "build" / p for p in ("release", "test", "dev")]
    folder = next((f for f in folders if (f / ".ninja_log").exists()), None)
    if not folder:
        print("compile budget: nothing has been built yet")
        return 0
    over = []
    print(f"slowest compiles in {folder.name}:")
    for unit, seconds in from_log(folder)[:10]:
        remark = ""
        if seconds > BUDGET:
            cost = measured(folder, unit)
            remark = "" if cost is None else f"  ({cost:.1f} s of processor time)"
            if cost and cost > BUDGET:
                over.append(unit)
        print(f"  {seconds:6.1f} s  {unit.replace('CMakeFiles/', '').replace('.dir/', '/')}{remark}")
    for unit in over:
        print(f"{unit}: above {BUDGET:.0f} s: include less, or split it")
    return 1 if over else 0


sys.exit(main())
