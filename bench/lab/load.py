"""Load: real GitHub payloads, signed, sent by wrk from one thread."""
import hashlib
import hmac
import json
import os
import random
import re
import subprocess
import time

from .machine import ROOT
from .processes import children_cpu, cpu_seconds, machine_busy, wait_for_quiet

SECRET = "bench-secret-0123456789abcdef"
SMALLEST, LARGEST, BODIES = 6400, 9500, 64  # the pool `push`: what most webhooks weigh
NOISY = 0.35                                # cores used by anybody else: above it a round does not count


def _payloads():
    for event in ("push", "deployment", "deployment_status", "status", "release"):
        for file in sorted((ROOT / "tests/data/github" / event).glob("*.json")):
            text = json.dumps(json.loads(file.read_text()), separators=(",", ":"), ensure_ascii=False)
            if SMALLEST <= len(text.encode()) <= LARGEST:
                yield event, text


def signature(body):
    return "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


def make_pool(folder):
    """Writes the pool for wrk (Lua) and for the bare inserts (length and bytes)."""
    chance, payloads, bodies = random.Random(42), list(_payloads()), []
    for i in range(BODIES):
        event, text = payloads[i % len(payloads)]
        bodies.append((event, (text[:-1] + ',"x_variant":"%032x"}' % chance.getrandbits(128)).encode()))
    chance.shuffle(bodies)

    def quoted(data):
        return '"' + "".join(chr(c) if 32 <= c < 127 and chr(c) not in '"\\' else "\\%03d" % c for c in data) + '"'

    with open(folder / "pool.lua", "w") as lua:
        lua.write("return {\n")
        for event, body in bodies:
            lua.write(f'{{event="{event}",sig="{signature(body)}",body={quoted(body)}}},\n')
        lua.write("}\n")
    with open(folder / "pool.bin", "wb") as raw:
        for _, body in bodies:
            raw.write(len(body).to_bytes(4, "little") + body)
    return [body for event, body in bodies if event == "push"]


def wrk(folder, port, path, connections, seconds):
    """Requests answered with 2xx, time taken, latencies."""
    done = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "5s", "-s", str(ROOT / "bench/post.lua"),
                           f"http://127.0.0.1:{port}{path}"],
                          env={**os.environ, "BENCH_POOL": str(folder / "pool.lua"), "BENCH_PATH": path}, capture_output=True, text=True,
                          timeout=seconds + 30)
    found = re.search(r"JSON (.*)", done.stdout)
    if not found:
        raise RuntimeError(f"wrk: {done.stderr.strip() or done.stdout.strip()}")
    return json.loads(found.group(1))


def loaded(side, machine, connections=64, seconds=4, warm_up=1):
    """One round against a started side: a warm-up, then load until the last run has ended."""
    wait_for_quiet()
    acknowledged = wrk(machine.folder, side.port, side.path, connections, warm_up)["requests"]
    side.wait_idle()
    groups = {**side.groups(), "postgres": machine.postgres.pid, "redis": machine.redis.pid}
    spent = {name: cpu_seconds(pid) for name, pid in groups.items()}
    busy, generator, finished = machine_busy(), children_cpu(), side.finished()
    begin = time.monotonic()
    got = wrk(machine.folder, side.port, side.path, connections, seconds)
    side.wait_idle()
    took = time.monotonic() - begin
    if got["errors"]:
        raise RuntimeError(f"{side.name}: {got['errors']} requests were not accepted")
    spent = {name: cpu_seconds(pid) - spent[name] for name, pid in groups.items()}
    events = side.finished() - finished
    other = (machine_busy() - busy - sum(spent.values()) - (children_cpu() - generator)) / took
    return {"per_s": events / took, "events": events, "acknowledged": acknowledged + got["requests"], "requests": got["requests"], "took_s": took,
            "p50_ms": got["p50_us"] / 1e3, "p99_ms": got["p99_us"] / 1e3, "us_per_event": sum(spent.values()) / events * 1e6,
            "us": {name: round(value / events * 1e6, 1) for name, value in spent.items()}, "other_cpu": other, "noisy": other > NOISY}
