#!/usr/bin/env python3
"""The whole of Eeveon, as a person meets it: starts `eeveon up` in folders of their own and tells stories through git,
the API and the command line. Needs nothing but Python's standard library.

run.py --eeveon build/test/cli/eeveon [--keep] [story ...]    prints one line per story and "N passed, N failed"
"""
import argparse
import concurrent.futures
import os
import pathlib
import sys
import tempfile
import threading
import time
import traceback

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).parent.parent)]
import browser  # noqa: E402
import scripting  # noqa: E402
import side_roads  # noqa: E402
import stories  # noqa: E402
import terminal  # noqa: E402
from house import House  # noqa: E402


def told(story, house):
    began = time.monotonic()
    try:
        remark = story(house) or ""
    except Exception as why:  # a story that fails must not silence the next
        with printing:
            print(f"FAILED  {story.__name__}: {why}", flush=True)
            traceback.print_exc(limit=4)
            house.show_logs()
        return False
    with printing:
        print(f"passed  {story.__name__} ({time.monotonic() - began:.1f} s{', ' + remark if remark else ''})", flush=True)
    return True


def told_in_one_house(chosen, picked):
    """How many of the stories passed, told one after the other."""
    folder = tempfile.mkdtemp(prefix="eeveon-e2e-")
    os.chmod(folder, 0o755)  # as root, PostgreSQL runs as another user and must be able to walk through
    with House(pathlib.Path(chosen.eeveon).resolve(), pathlib.Path(folder), chosen.keep) as house:
        return sum(told(story, house) for story in picked)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--eeveon", required=True)
    arguments.add_argument("--keep", action="store_true", help="leave the data folder behind")
    arguments.add_argument("only", nargs="*", help="names of stories")
    chosen = arguments.parse_args()
    # Most of them wait most of the time, so two houses stand side by side.
    main_road = [*stories.ALL, *browser.ALL]
    elsewhere = [stories.the_first_release_goes_live_by_itself, *side_roads.ALL, *terminal.ALL, *scripting.ALL]
    groups = [main_road, elsewhere]
    if chosen.only:
        groups = [[s for s in [*main_road, *elsewhere[1:], *browser.ON_REQUEST] if s.__name__ in chosen.only]]
    with concurrent.futures.ThreadPoolExecutor(len(groups)) as houses:
        passed = sum(houses.map(lambda picked: told_in_one_house(chosen, picked), groups))
    told_of = sum(map(len, groups))
    print(f"{passed} passed, {told_of - passed} failed")
    return 0 if passed == told_of else 1


printing = threading.Lock()
sys.exit(main())
