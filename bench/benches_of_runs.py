"""Benches of the queue: how soon a run begins, and how many are done."""
import http.client
import json
import os
import subprocess
import time
import uuid

from lab.load import signature
from lab.processes import wait_for_quiet, wait_until
from lab.report import Figure
from lab.sides import PEERS, Ours, empty_ours, node_environment

RATE = 100        # deliveries per second of an idle machine
JOBS = 15000
PRODUCERS = 128   # appends under way at once: the appender is made for many callers
SLOTS = 512


def _queue(lab, *words):
    wait_for_quiet()
    lab.machine.flush_redis()
    done = subprocess.run(["node", "queue.js", *map(str, words)], cwd=PEERS, env={**os.environ, **_named(lab)}, capture_output=True, text=True, timeout=90)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-300:])
    return json.loads(done.stdout.strip().splitlines()[-1])


def _named(lab):
    return {key: str(value) for key, value in node_environment(lab.machine).items()}


def _percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def _deliver_paced(lab, side, seconds):
    """Sends pushes one by one at a pace; the time of each answer by the position of its event."""
    answered, connection = {}, http.client.HTTPConnection("127.0.0.1", side.port, timeout=10)
    body = lab.bodies[0]
    headers = {"Content-Type": "application/json", "X-GitHub-Event": "push", "X-Hub-Signature-256": signature(body)}
    begin = time.monotonic()
    for number in range(RATE * seconds):
        time.sleep(max(0.0, begin + number / RATE - time.monotonic()))
        connection.request("POST", side.path, body, headers | {"X-GitHub-Delivery": str(uuid.uuid4())})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 202:
            raise RuntimeError(f"pickup: {answer.status} {text.decode()}")
        answered[json.loads(text)["position"]] = time.time()
    return answered


def _started(lab):
    """When the worker began each run: the database's clock as it recorded the work's result, by the causing position."""
    rows = lab.machine.psql("""SELECT q.causation, extract(epoch FROM s.recorded_at) FROM eeveon.events q
        JOIN eeveon.events s ON s.stream = q.stream AND s.type = 'deployment_succeeded' WHERE q.type = 'run_queued'""")
    return {int(line.split("|")[0]): float(line.split("|")[1]) for line in rows.splitlines()}


def pickup(lab):
    ours, peers = [], []
    for _ in range(lab.rounds):
        empty_ours(lab.machine)
        side = Ours(lab.machine, lab.eeveon, "ours", noop=True, worker=True)
        try:
            _deliver_paced(lab, side, 1)
            wait_for_quiet()
            answered = _deliver_paced(lab, side, lab.seconds)
            side.wait_idle()
        finally:
            side.stop()
        started = _started(lab)
        waits = [(started[position] - at) * 1e3 for position, at in answered.items()]
        ours.append({"p50_ms": _percentile(waits, 0.5), "p99_ms": _percentile(waits, 0.99)})
        lab.say("pickup", "ours", ours[-1])
        if not lab.no_node:
            peers.append(_queue(lab, "lat", 10, RATE, lab.seconds))
            lab.say("pickup", "bullmq", peers[-1])
    return Figure("pickup", f"202 to the worker's first step, {RATE} deliveries per second, p99; beside BullMQ's add to start",
                  [one["p99_ms"] for one in ours], [one["p99_ms"] for one in peers], "ms", 2, 1, "less", {"ours": ours, "peer": peers},
                  skipped="" if peers else lab.no_node)


def jobs(lab):
    ours, peers = [], []
    for _ in range(lab.rounds):
        empty_ours(lab.machine)
        side = Ours(lab.machine, lab.eeveon, "ours", worker=True, slots=SLOTS)
        try:
            wait_for_quiet()
            done = subprocess.run([str(lab.built / "bench/bench_producer"), lab.machine.url("eeveon_app"), f"redis://127.0.0.1:{lab.machine.redis_port}",
                                   str(JOBS), str(PRODUCERS)], capture_output=True, text=True, timeout=90)
            if done.returncode:
                raise RuntimeError(done.stderr.strip())
            wait_until("runs to end", lambda: lab.machine.psql("SELECT count(*) FROM eeveon.runs WHERE state = 'done'") == str(JOBS), 60, 0.1)
        finally:
            side.stop()
        # From the first start to the last end, as BullMQ's figure.
        seconds = float(lab.machine.psql("""SELECT extract(epoch FROM max(recorded_at) FILTER (WHERE type = 'deployment_succeeded')
            - min(recorded_at) FILTER (WHERE type = 'run_claimed')) FROM eeveon.events"""))
        ours.append({"jobs_per_s": JOBS / seconds})
        lab.say("jobs", "ours", ours[-1])
        if not lab.no_node:
            peers.append(_queue(lab, "flow", 100, JOBS))
            lab.say("jobs", "bullmq", peers[-1])
    return Figure("jobs", "no-op runs per second, producer and worker at once; beside BullMQ", [one["jobs_per_s"] for one in ours],
                  [one["jobs_per_s"] for one in peers], "runs/s", 1, 3, rounds={"ours": ours, "peer": peers}, skipped="" if peers else lab.no_node)
