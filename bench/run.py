#!/usr/bin/env python3
"""Measures Eeveon beside the stack a team would otherwise write, and beside the bare limits of this machine.

run.py [--rounds N] [--seconds N] [bench...]    without a name: all of them; the table goes to standard output, build/bench/NAME.json beside it
"""
import argparse
import pathlib
import signal
import sys
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import benches_of_load  # noqa: E402
import benches_of_runs  # noqa: E402
import benches_of_the_page  # noqa: E402
import benches_of_the_past  # noqa: E402
import benches_of_sockets  # noqa: E402
import benches_of_the_whole  # noqa: E402
from lab.load import make_pool  # noqa: E402
from lab.machine import ROOT, Machine  # noqa: E402
from lab.report import short, table  # noqa: E402
from lab.sides import prepare_node, prepare_ours  # noqa: E402

BENCHES = {
    "pipeline": benches_of_load.pipeline,
    "cost": benches_of_load.cost,
    "tail": benches_of_load.tail,
    "ingest": benches_of_load.ingest,
    "ingest-limit": benches_of_load.ingest_limit,
    "latency": benches_of_load.latency,
    "pickup": benches_of_runs.pickup,
    "jobs": benches_of_runs.jobs,
    "ceiling": benches_of_load.ceiling,
    "ceiling-ingest": benches_of_load.ceiling_ingest,
    "rollback": benches_of_the_whole.rollback,
    "rebuild": benches_of_the_whole.rebuild,
    "travel": benches_of_the_past.travel,
    "travel-wide": benches_of_the_past.travel_wide,
    "first-load": benches_of_the_page.first_load,
    "paint": benches_of_the_page.paint,
    "pixel": benches_of_the_page.pixel,
    "log-viewer": benches_of_the_page.log_viewer,
    "footprint": benches_of_the_whole.footprint,
    "fanout": benches_of_sockets.fanout,
    "fanout-gathered": benches_of_sockets.fanout_gathered,
    "fanout-p99": benches_of_sockets.fanout_late,
    "slow-reader": benches_of_sockets.slow_reader,
    "idle": benches_of_sockets.idle,
    "build": benches_of_the_whole.build,
}


class Lab:
    """What every bench is handed: the machine, the executable under test, and how long to measure."""

    def __init__(self, asked):
        self.rounds, self.seconds = asked.rounds, asked.seconds
        self.built = ROOT / "build/release"
        self.eeveon = asked.eeveon or self.built / "cli/eeveon"
        self.kept = {}  # rounds that several benches read
        self.machine = Machine()
        prepare_ours(self.machine, self.eeveon)
        self.no_node = prepare_node(self.machine)
        self.bodies = make_pool(self.machine.folder)

    def say(self, bench, side, got):
        shown = {key: short(value) if isinstance(value, float) else value for key, value in got.items() if not isinstance(value, (list, bool))}
        print(f"  {bench:<12} {side:<10} " + " ".join(f"{key}={value}" for key, value in shown.items()), file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description="benchmarks beside the peers they are measured against")
    parser.add_argument("benches", nargs="*", metavar="bench", help=", ".join(BENCHES))
    parser.add_argument("--rounds", type=int, default=3, help="of each side, interleaved")
    parser.add_argument("--seconds", type=int, default=4, help="of load in a round")
    parser.add_argument("--eeveon", type=pathlib.Path, help="another executable to measure")
    asked = parser.parse_args()
    unknown = [name for name in asked.benches if name not in BENCHES]
    if unknown:
        parser.error(f"there is no bench {unknown[0]}; there are {', '.join(BENCHES)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no server is left behind
    results, figures, failed = ROOT / "build/bench", [], []
    begin = time.monotonic()
    lab = Lab(asked)
    try:
        if lab.no_node:
            print(f"bench: skipping what needs a peer: {lab.no_node}", file=sys.stderr)
        for name in asked.benches or BENCHES:
            print(f"{name} ({time.monotonic() - begin:.0f} s)", file=sys.stderr, flush=True)
            try:
                figures.append(BENCHES[name](lab))
                figures[-1].write(results)
            except Exception:
                traceback.print_exc()
                failed.append(name)
                lab.machine.keep_logs(results / "logs")
    finally:
        lab.machine.close()
    print(table(figures))
    if failed:
        print(f"failed: {', '.join(failed)} (logs in build/bench/logs)")
    return 1 if failed else 0


sys.exit(main())
