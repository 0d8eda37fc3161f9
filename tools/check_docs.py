#!/usr/bin/env python3
"""Fails when a page names a file that is not there, so that nobody is sent to where something used to be."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROOMS = "adapters|bench|catalog|cli|config|core|docs|migrations|node|ports|server|tests|tools|webui|workers"
NAMED = re.compile(rf"`((?:{ROOMS})/[\w./-]*)`|\]\((?!https?:|#)([\w./-]+)\)")


def pages():
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "--", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in out.stdout.split() if not name.startswith(("tests/data", "bench/peers", "webui/node_modules"))]


def main():
    mistakes = []
    for page in pages():
        if not page.exists():
            continue
        for number, line in enumerate(page.read_text().split("\n"), 1):
            for path, link in NAMED.findall(line):
                place = ROOT / path if path else page.parent / link
                if not place.exists() and not list(place.parent.glob(place.name + ".*")):
                    mistakes.append(f"{page.relative_to(ROOT)}:{number}: there is no {path or link}")
    print("\n".join(mistakes) if mistakes else "docs: in order")
    return 1 if mistakes else 0


sys.exit(main())
