#!/usr/bin/env python3
"""Kills Eeveon at every named point, breaks what it stands on, and lets a judge that does not trust it look at what is
left. Needs the test build (failpoints) and nothing but Python's standard library, PostgreSQL and Redis.

run.py --eeveon build/test/cli/eeveon [--runs 3] [--only W5] [--lease 2s] [--bugs]
prints one line per point and "N passed, N failed"; below a failure what did not go well in its log. --bugs switches deliberate mistakes on instead, of which the judge
must see every one.
"""
import argparse
import concurrent.futures
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent)]
import world as worlds  # noqa: E402
from bugs import BUGS  # noqa: E402
from judge import Judge  # noqa: E402
from machines import Postgres, Redis, can_mount  # noqa: E402
from points import POINTS  # noqa: E402
from repository import make_chain  # noqa: E402
from scenarios import NEEDS_MOUNT, NEEDS_OWN_POSTGRES, SCENARIOS  # noqa: E402

MOST_AT_ONCE = 6


class Place:
    """What a run needs and does not make itself; one run at a time uses it."""

    def __init__(self, hall, redis, postgres):
        self.folder, self.binary, self.chain, self.commits = hall.folder, hall.binary, hall.chain, hall.commits
        self.redis, self.postgres, self.bug = redis, postgres, ""

    def admin(self, statement):
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.postgres.url("postgres", "postgres"), "-c", statement], check=True, capture_output=True)

    def make_database(self, name, empty=False):
        self.admin(f"CREATE DATABASE {name}" + ("" if empty else " TEMPLATE migrated"))

    def drop_database(self, name):
        self.admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class Hall:
    """The machines all runs share, and the places to run at."""

    def __init__(self, binary, folder):
        self.binary, self.folder = str(binary), pathlib.Path(folder)
        self.folder.chmod(0o755)
        self.chain = self.folder / "chain.git"
        self.commits = make_chain(self.chain)
        self.postgres = self.new_postgres("pg")
        self.places = queue.Queue()
        self.redises = []
        for number in range(MOST_AT_ONCE):
            self.redises.append(Redis(self.folder / f"redis-{number}"))
            self.places.put(Place(self, self.redises[-1], self.postgres))

    def new_postgres(self, name):
        cluster = Postgres(self.folder / name)
        subprocess.run(["createdb", "-h", cluster.folder, "-U", "postgres", "migrated"], check=True)
        subprocess.run([self.binary, "migrate", "--database-admin", cluster.url("migrated", "postgres")], check=True, capture_output=True)
        return cluster

    def run(self, name, story, point, lease, bug=""):
        """Findings of one run; an empty list is a pass."""
        alone = story in NEEDS_OWN_POSTGRES
        place = self.places.get()
        place.bug = bug
        world, findings = None, ["it did not end"]
        try:
            place.postgres = self.new_postgres(f"pg-{id(place):x}-{time.monotonic_ns() % 1000}") if alone else self.postgres
            world = worlds.World(place, name, lease)
            findings = story(world, point)
        except Exception as why:
            at = traceback.extract_tb(why.__traceback__)[-1]
            findings = [f"{type(why).__name__}: {why} ({pathlib.Path(at.filename).name}:{at.lineno})", *(seen_by_judge(world) if world else [])]
        finally:
            try:
                if world:
                    findings = [*findings, *(world.troubles() if findings and not bug else [])]
                    world.close(keep=bool(findings) and not bug)
            except Exception as why:  # a story that broke off may have left no database to drop
                findings = [*findings, f"its world could not be closed: {why}"]
            if alone:
                place.postgres.stop()
            self.places.put(place)
        return findings

    def close(self):
        for machine in [*self.redises, self.postgres]:
            machine.stop()


def seen_by_judge(world):
    """What is wrong already, when a story breaks off."""
    try:
        return Judge(world).verdict()
    except Exception as why:
        return [f"the judge could not read the log: {why}"]


def plain(name):
    return "".join(c if c.isalnum() else "_" for c in name)


def planned(chosen):
    """(line, name, story, failpoint, lease) of every run."""
    if chosen.bugs:
        return [(name, f"bug_{name}", story, point, chosen.lease, name) for name, (_, story, point) in BUGS.items()]
    runs = []
    for name, (story, points) in POINTS.items():
        for number in range(chosen.runs):
            slow = name == "W10" and number == 2  # once with the lease that people have
            runs.append((name, f"{name}_{number + 1}", story, points[number % len(points)], "30s" if slow else chosen.lease, ""))
    for name, story in SCENARIOS.items():
        for number in range(chosen.repeat):
            if story not in NEEDS_MOUNT or can_mount():
                runs.append((name, f"{plain(name)}_{number + 1}", story, "", chosen.lease, ""))
    return sorted(runs, key=lambda run: (run[4] == chosen.lease, run[2] not in NEEDS_OWN_POSTGRES))


def tell_skipped(chosen):
    for name, story in SCENARIOS.items():
        if not chosen.bugs and (not chosen.only or name in chosen.only) and story in NEEDS_MOUNT and not can_mount():
            print(f"skipped {name}: a small disk is mounted for it, which only root may", flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--eeveon", "--binary", dest="eeveon", required=True)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--repeat", type=int, default=1, help="how often each scenario runs: for those that fail now and then")
    arguments.add_argument("--only", "--point", dest="only", action="append", help="a point, a scenario or a bug; may be repeated")
    arguments.add_argument("--lease", default="2s")
    arguments.add_argument("--bugs", action="store_true")
    arguments.add_argument("--jobs", type=int, default=MOST_AT_ONCE)
    arguments.add_argument("--keep", action="store_true", help="leave the folders of failed runs")
    chosen = arguments.parse_args()
    runs = [run for run in planned(chosen) if not chosen.only or run[0] in chosen.only]
    tell_skipped(chosen)
    if chosen.bugs:
        worlds.REST = 20
    folder = tempfile.mkdtemp(prefix="eeveon-fault-", dir="/tmp")
    hall = Hall(pathlib.Path(chosen.eeveon).resolve(), folder)
    left = {line: sum(run[0] == line for run in runs) for line, *_ in runs}
    findings, took, failed = {line: [] for line in left}, {line: 0.0 for line in left}, 0
    try:
        with concurrent.futures.ThreadPoolExecutor(min(chosen.jobs, MOST_AT_ONCE)) as pool:
            def timed(run):
                began = time.monotonic()
                return hall.run(*run[1:]), time.monotonic() - began
            futures = {pool.submit(timed, run): run for run in runs}
            for future in concurrent.futures.as_completed(futures):
                line, name, _, point, *_ = futures[future]
                found, seconds = future.result()
                findings[line] += [f"{name} ({point}): {text}" for text in found]
                took[line] += seconds
                left[line] -= 1
                if left[line] == 0:
                    failed += report(line, findings[line], took[line], chosen)
    finally:
        hall.close()
        if not (failed and chosen.keep):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            print(f"what is left: {folder}/runs")
    print(f"{len(left) - failed} passed, {failed} failed")
    return 1 if failed else 0


def report(line, found, seconds, chosen):
    """Prints a line; 1 when it is a failure. A seeded bug must be found, everything else must not."""
    if chosen.bugs:
        seen = sorted({text.split(": ")[1] for text in found})
        print(f"{'caught ' if found else 'MISSED '} {line}: {BUGS[line][0]} ({seconds:.0f} s; by {', '.join(seen) or 'nothing'})", flush=True)
        return 0 if found else 1
    print(f"{'FAILED ' if found else 'passed '} {line} ({seconds:.0f} s)", flush=True)
    for text in found[:12]:
        print(f"        {text[:400]}", flush=True)
    return 1 if found else 0


sys.exit(main())
