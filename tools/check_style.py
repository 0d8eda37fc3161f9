#!/usr/bin/env python3
"""Fails on what the house rules forbid and a formatter does not see. One line per finding."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LONGEST = 300  # lines of a source file

# pattern, where it counts (a regular expression on the path), what to do instead
RULES = [
    (r'"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP)\s', r"^(?!tests/).*\.(cpp|hpp)$", "SQL lives in sql/, one statement per file"),
    (r"\bsleep_for\b|\busleep\b|\bsleep\(", r"^tests/(?!support/).*\.(cpp|hpp)$", "tests wait for what they test, never for a time"),
    (r"catch \(\.\.\.\)", r"\.(cpp|hpp)$", "catch what the library throws, where it was called"),
    (r"\b(std::)?system\(|\bpopen\(|\"-c\", *\"", r"^(adapters|server|workers|cli)/.*\.cpp$", "argument vectors, never a shell"),
    (r"\b(TODO|FIXME|XXX|HACK)\b", r"\.(cpp|hpp|ts|tsx|py|sh|cmake)$|^dev$", "do it or leave it out"),
    (r"\busing namespace std;", r"\.(cpp|hpp)$", "name what is used"),
]
NAMES = re.compile(r"(^|/)(util|utils|common|helper|helpers|manager|misc)(\.|/|_)|_(v2|new|old)\.")


def tracked():
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in out.stdout.split("\n") if name and (ROOT / name).is_file()]


def findings(name):
    if name.startswith(("tests/data/", "bench/peers/")) or name == "tools/check_style.py":
        return
    if NAMES.search(name):
        yield f"{name}: a name that says nothing: say what it is"
    if not re.search(r"\.(cpp|hpp|ts|tsx|py|sh|cmake)$|^dev$", name):
        return
    lines = (ROOT / name).read_text().split("\n")
    if len(lines) - 1 > LONGEST:
        yield f"{name}: {len(lines) - 1} lines, at most {LONGEST}"
    if name.endswith(".hpp") and not lines[0].startswith("// "):
        yield f"{name}:1: a header opens with a sentence that says what it is for"
    for pattern, where, instead in RULES:
        if not re.search(where, name):
            continue
        for number, line in enumerate(lines, 1):
            if re.search(pattern, line):
                yield f"{name}:{number}: {line.strip()[:90]}: {instead}"


found = [line for name in tracked() for line in findings(name)]
print("\n".join(found) if found else "style: in order")
sys.exit(1 if found else 0)
