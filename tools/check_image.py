#!/usr/bin/env python3
"""Fails when the Dockerfile has drifted: unknown instructions, stages that do not exist, or a build that installs other
packages than `./dev` does."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INSTRUCTIONS = {"FROM", "RUN", "WORKDIR", "COPY", "USER", "EXPOSE", "ENTRYPOINT", "CMD", "ENV", "ARG", "LABEL", "VOLUME"}
NOT_NEEDED_THERE = {"ccache"}  # an image is built once
ONLY_THERE = {"ca-certificates"}  # a plain Debian image has none


def instructions(text):
    joined = re.sub(r"\\\n", " ", re.sub(r"(?m)^\s*#.*\n", "", text))
    return [line.split(None, 1) for line in joined.split("\n") if line.strip()]


def installed(words):
    found = re.search(r"apt-get install((?:\s+[^\s&]+)+)", words)
    return {w for w in found[1].split() if not w.startswith("-")} if found else set()


def main():
    mistakes, stages, packages = [], [], []
    for name, rest in instructions((ROOT / "Dockerfile").read_text()):
        if name not in INSTRUCTIONS:
            mistakes.append(f"unknown instruction {name}")
        if name == "FROM":
            stages.append(rest.split(" AS ")[1] if " AS " in rest else "")
            packages.append(set())
            if not rest.startswith("debian:12"):
                mistakes.append(f"{rest}: builds on Debian 12 only")
        if name == "RUN":
            packages[-1] |= installed(rest)
        used = re.match(r"--from=(\S+)", rest)
        if used and used[1] not in stages:
            mistakes.append(f"there is no stage {used[1]}")
    listed = re.search(r"build_packages=\(([^)]*)\)", (ROOT / "dev").read_text())[1].split()
    wanted = {entry.split(":")[0] for entry in listed} - NOT_NEEDED_THERE | ONLY_THERE
    for package in sorted(packages[0] ^ wanted):
        mistakes.append(f"{package} stands in only one of Dockerfile and dev")
    print("\n".join("Dockerfile: " + m for m in mistakes) if mistakes else "image: in order")
    return 1 if mistakes else 0


sys.exit(main())
