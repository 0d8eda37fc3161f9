#!/usr/bin/env python3
"""Prints the ten slowest translation units of the last build and fails when one is above the budget.

compile_budget.py [build folder ...]; without arguments: build/release, else build/test, else build/dev.
Times come from ninja's log; a compile that ccache answered costs nothing and is judged by an earlier, real one.
"""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUDGET = 15.0  # seconds, alone on its core


def slowest(log):
    times = {}
    for line in log.read_text().split("\n")[1:]:
        fields = line.split("\t")
        if len(fields) < 4 or not fields[3].endswith(".o"):
            continue
        unit = fields[3].replace("CMakeFiles/", "").replace(".dir/", "/")
        times[unit] = (int(fields[1]) - int(fields[0])) / 1000
    return sorted(times.items(), key=lambda entry: -entry[1])


def main():
    folders = [pathlib.Path(a) for a in sys.argv[1:]] or [ROOT / "build" / preset for preset in ("release", "test", "dev")]
    log = next((folder / ".ninja_log" for folder in folders if (folder / ".ninja_log").exists()), None)
    if not log:
        print("compile budget: nothing has been built yet")
        return 0
    ranked = slowest(log)
    print(f"slowest compiles of {log.parent.name}:")
    for unit, seconds in ranked[:10]:
        print(f"  {seconds:6.1f} s  {unit}")
    over = [unit for unit, seconds in ranked if seconds > BUDGET]
    for unit in over:
        print(f"{unit}: above {BUDGET:.0f} s: include less, or split it")
    return 1 if over else 0


sys.exit(main())
