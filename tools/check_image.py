#!/usr/bin/env python3
"""Fails when the Dockerfile has drifted: unknown instructions, stages that do not exist, or a build that installs other
packages than `./dev` does. And when docker-compose.yml names what is not there: a network, a volume, a verb, a flag."""
import pathlib
import re
import sys

import yaml

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


def in_compose():
    """What is wrong in docker-compose.yml, as `docker compose config` would say where it is installed; and what only we know."""
    whole = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    services = whole.get("services", {})
    for key in sorted(set(whole) - {"services", "secrets", "networks", "volumes"}):
        yield f"unknown section {key}"
    verbs = {path.stem: path.read_text() for path in (ROOT / "cli" / "verbs").glob("*.cpp")}
    for name, service in services.items():
        if ("image" in service) == ("build" in service):
            yield f"{name}: either image or build"
        for key, there in (("networks", {"default", *whole.get("networks", {})}), ("secrets", whole.get("secrets", {})), ("depends_on", services)):
            for wanted in service.get(key, []):
                if wanted not in there:
                    yield f"{name}: {key} names {wanted}, which is not there"
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if not (ROOT / source).exists() if source.startswith(".") else source not in whole.get("volumes", {}):
                yield f"{name}: there is no volume {source}"
        if "build" in service:
            verb, *flags = service["command"]
            if verb not in verbs:
                yield f"{name}: eeveon has no verb {verb}"
            for flag in (word.split("=")[0] for word in flags if word.startswith("--")):
                if f'"{flag}"' not in verbs.get(verb, ""):
                    yield f"{name}: eeveon {verb} has no {flag}"


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
    mistakes = ["Dockerfile: " + m for m in mistakes] + ["docker-compose.yml: " + m for m in in_compose()]
    print("\n".join(mistakes) if mistakes else "image: in order")
    return 1 if mistakes else 0


sys.exit(main())
