#!/usr/bin/env python3
"""The whole of Eeveon, as a person meets it: starts `eeveon up` in a folder of its own and tells stories through git,
the API and the command line. Needs nothing but Python's standard library.

run.py --eeveon build/test/cli/eeveon [--keep] [story ...]    prints one line per story and "N passed, N failed"
"""
import argparse
import os
import pathlib
import sys
import tempfile
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
        print(f"FAILED  {story.__name__}: {why}", flush=True)
        traceback.print_exc(limit=4)
        house.show_logs()
        return False
    print(f"passed  {story.__name__} ({time.monotonic() - began:.1f} s{', ' + remark if remark else ''})", flush=True)
    return True


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--eeveon", required=True)
    arguments.add_argument("--keep", action="store_true", help="leave the data folder behind")
    arguments.add_argument("only", nargs="*", help="names of stories")
    chosen = arguments.parse_args()
    every = [*stories.ALL, *browser.ALL, *side_roads.ALL, *terminal.ALL, *scripting.ALL]
    picked = [s for s in [*every, *browser.ON_REQUEST] if s.__name__ in chosen.only] if chosen.only else every
    folder = tempfile.mkdtemp(prefix="eeveon-e2e-")
    os.chmod(folder, 0o755)  # as root, PostgreSQL runs as another user and must be able to walk through
    passed = 0
    with House(pathlib.Path(chosen.eeveon).resolve(), pathlib.Path(folder), chosen.keep) as house:
        for story in picked:
            passed += told(story, house)
    print(f"{passed} passed, {len(picked) - passed} failed")
    return 0 if passed == len(picked) else 1


sys.exit(main())
