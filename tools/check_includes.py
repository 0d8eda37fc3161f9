#!/usr/bin/env python3
"""Fails when a file includes what its room may not: core <- catalog, ports <- adapters, server, workers, cli.

Prints one line per wrong include, with the rule it breaks.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')

# A room may include itself and these rooms.
ROOMS = {
    "core": [],
    "catalog": ["core"],
    "ports": ["core"],
    "adapters": ["core", "ports"],
    "server": ["core", "catalog", "ports"],
    "workers": ["core", "catalog", "ports"],
    "cli": ["core", "ports"],
}
# One adapter folder may stand on another: the pool of blocking drivers, and what a process' start needs.
ADAPTERS_OF_ADAPTERS = {"postgres": ["blocking"], "os": ["blocking"]}
# Composition roots name adapters; the command line starts the two processes.
ADAPTER_NAMING = re.compile(r"^(server|workers|cli)/(main|wiring)\.(cpp|hpp)$")
PROCESS_STARTING = {"cli/verbs/server.cpp": "server/main.hpp", "cli/verbs/worker.cpp": "workers/main.hpp"}

# What the pure rooms must not know: input and output, clocks, threads, the environment.
PURE = {"core", "catalog"}
IMPURE = re.compile(
    r"^(boost/(asio|beast|process)|pqxx|hiredis|openssl|spdlog|zstd|sodium|yaml-cpp|CLI|prometheus|sys/|unistd\.h|fcntl\.h"
    r"|thread$|mutex$|fstream$|filesystem$|iostream$|random$|future$)")
IMPURE_WORDS = re.compile(r"\b(getenv|system_clock::now|steady_clock::now|std::rand|popen)\b")

# Compiling Beast costs seconds and most of a gigabyte: only these may.
BEAST = {
    "adapters/net/http_client.cpp", "adapters/boost_impl/beast.cpp", "tests/support/http_peer.cpp",
}
# Which libraries only one room may know.
OWNERS = {
    r"^pqxx|^libpq": "adapters/postgres/",
    r"^hiredis": "adapters/redis/",
    r"^yaml-cpp": "adapters/yaml/",
    r"^CLI/": "cli/parse.cpp",
    r"^zstd": "adapters/",
}


def tracked(*patterns):
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in out.stdout.split("\n") if name and (ROOT / name).is_file()]


def wrong_include(name, included):
    room, included_room = name.split("/")[0], included.split("/")[0]
    if "boost/beast" in included and name not in BEAST:
        return "Beast may be included only by: " + ", ".join(sorted(BEAST))
    for library, owner in OWNERS.items():
        if re.match(library, included) and not name.startswith((owner, "tests/", "bench/")):
            return f"only {owner} may know this library"
    if room in PURE and IMPURE.match(included):
        return f"{room} is pure: no input and output, clock, thread or environment"
    if room not in ROOMS or included_room not in ROOMS or included_room == room:
        if room == "adapters" and included_room == "adapters":
            own, other = name.split("/")[1], included.split("/")[1]
            if own != other and other not in ADAPTERS_OF_ADAPTERS.get(own, []):
                return "an adapter may not know another adapter"
        return None
    if included_room == "adapters" and ADAPTER_NAMING.match(name):
        return None
    if PROCESS_STARTING.get(name) == included:
        return None
    if included_room not in ROOMS[room]:
        allowed = ", ".join(ROOMS[room]) or "nothing else"
        return f"{room} may include itself and {allowed}"
    return None


def main():
    mistakes = []
    for name in tracked("*.cpp", "*.hpp"):
        pure = name.split("/")[0] in PURE
        for number, line in enumerate((ROOT / name).read_text().split("\n"), 1):
            found = INCLUDE.match(line)
            reason = wrong_include(name, found[2]) if found else None
            if not reason and pure and IMPURE_WORDS.search(line.split("//")[0]):
                reason = "a pure room reads no clock and no environment"
            if reason:
                mistakes.append(f"{name}:{number}: {line.strip()}: {reason}")
    print("\n".join(mistakes) if mistakes else "includes: in order")
    return 1 if mistakes else 0


sys.exit(main())
