"""Benches of the road in: what a webhook costs, how fast it is kept, how fast its run is done."""
import json
import subprocess

from lab.load import loaded, wrk
from lab.machine import ROOT
from lab.processes import wait_for_quiet
from lab.report import Figure, paired
from lab.sides import Node, Ours, empty_ours

CONNECTIONS = 64


def _ours(lab, noop):
    empty_ours(lab.machine)
    return Ours(lab.machine, lab.eeveon, "ours", noop=noop, worker=noop)


def _round(side, lab, connections=CONNECTIONS):
    try:
        return loaded(side, lab.machine, connections, lab.seconds)
    finally:
        side.stop()


def _check_exact(lab, got):
    """Every acknowledged delivery has exactly one finished run, and nothing else has one."""
    answer = lab.machine.psql("""SELECT count(*), count(DISTINCT subject), (SELECT count(*) FROM eeveon.deliveries),
        (SELECT count(*) FROM eeveon.events WHERE type = 'deployment_succeeded'),
        (SELECT count(DISTINCT causation) FROM eeveon.events WHERE type = 'run_queued') FROM eeveon.runs WHERE state = 'done'""")
    done, subjects, deliveries, succeeded, causes = map(int, answer.split("|"))
    # What wrk had in flight when it ended was accepted without being counted: at most one request per connection and run of wrk.
    if not (done == subjects == deliveries == succeeded == causes and got["acknowledged"] <= deliveries <= got["acknowledged"] + 2 * CONNECTIONS):
        raise RuntimeError(f"pipeline: {got['acknowledged']} acknowledged, {deliveries} recorded, {done} runs done ({subjects} subjects, "
                           f"{succeeded} successes, {causes} causes)")


def _pipeline_rounds(lab):
    if "pipeline" not in lab.kept:
        ours, peers = [], []
        for _ in range(lab.rounds):
            got = _round(_ours(lab, noop=True), lab)
            _check_exact(lab, got)
            ours.append(got)
            lab.say("pipeline", "ours", got)
            if not lab.no_node:
                peers.append(_round(Node(lab.machine, "node1"), lab))
                lab.say("pipeline", "node1", peers[-1])
        lab.kept["pipeline"] = ours, peers
    return lab.kept["pipeline"]


def _ingest_rounds(lab, rounds):
    if len(lab.kept.get("ingest", ([], []))[0]) < rounds:
        ours, peers = [], []
        for _ in range(rounds):
            ours.append(_round(_ours(lab, noop=False), lab))
            lab.say("ingest", "ours", ours[-1])
            if not lab.no_node:
                peers.append(_round(Node(lab.machine, "node1-noq", queue=False), lab))
                lab.say("ingest", "node1-noq", peers[-1])
        lab.kept["ingest"] = ours, peers
    return lab.kept["ingest"]


def _against(lab, name, what, ours, peers, key, unit, at_least, aim, better="more"):
    skipped = "" if peers else lab.no_node
    rounds = {"ours": ours, "peer": peers}
    if peers:
        ours, peers, noisy = paired(ours, peers)
    else:
        noisy = 0
    return Figure(name, what, [one[key] for one in ours], [one[key] for one in peers], unit, at_least, aim, better, rounds, noisy, skipped)


def pipeline(lab):
    ours, peers = _pipeline_rounds(lab)
    return _against(lab, "pipeline", "signed webhook, durable, to its no-op run's durable end; 64 connections; beside node1", ours, peers, "per_s",
                    "events/s", 5, 8)


def cost(lab):
    ours, peers = _pipeline_rounds(lab)
    return _against(lab, "cost", "processor time per event of the pipeline, all processes but the generator; beside node1", ours, peers,
                    "us_per_event", "us", 0.25, 0.12, "less")


def ingest(lab):
    ours, peers = _ingest_rounds(lab, lab.rounds)
    return _against(lab, "ingest", "signed webhook, durable before the answer; 64 connections; beside node1 without queue", ours, peers, "per_s",
                    "events/s", 3, 4.5)


def tail(lab):
    """At least five rounds' p99; the peer is the whole node1, so its rounds are those of the pipeline."""
    ours, _ = _ingest_rounds(lab, max(5, lab.rounds))
    _, peers = _pipeline_rounds(lab)
    peers = list(peers)
    while peers and len(peers) < len(ours):
        peers.append(_round(Node(lab.machine, "node1"), lab))
    return _against(lab, "tail", "p99 of the time to 202 at 64 connections; beside node1", ours, peers, "p99_ms", "ms", 0.25, 0.1, "less")


def _bare_insert(lab, connections, batch, seconds):
    done = subprocess.run([str(lab.built / "bench/bench_bare_insert"), lab.machine.url("admin"), str(lab.machine.folder / "pool.bin"),
                           str(connections), str(batch), str(seconds)], capture_output=True, text=True, timeout=seconds + 30)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout)


def ingest_limit(lab):
    ours, bare = [], []
    for _ in range(lab.rounds):
        ours.append(_round(_ours(lab, noop=False), lab))
        empty_ours(lab.machine)
        wait_for_quiet()
        bare.append(_bare_insert(lab, 2, 128, lab.seconds))
        lab.say("ingest-limit", "ours", ours[-1])
        lab.say("ingest-limit", "bare", bare[-1])
    return Figure("ingest-limit", "ingest beside multi-row INSERTs of the same bytes into the same table (2 connections, 128 rows)",
                  [one["per_s"] for one in ours], [one["rows_per_s"] for one in bare], "events/s", 0.33, 0.45, rounds={"ours": ours, "peer": bare})


def latency(lab):
    ours, bare = [], []
    for _ in range(lab.rounds):
        side = _ours(lab, noop=False)
        try:
            wait_for_quiet()
            wrk(lab.machine.folder, side.port, side.path, 1, 1)
            ours.append(wrk(lab.machine.folder, side.port, side.path, 1, lab.seconds))
        finally:
            side.stop()
        empty_ours(lab.machine)
        bare.append(_bare_insert(lab, 1, 1, lab.seconds))
        lab.say("latency", "ours", ours[-1])
        lab.say("latency", "bare", bare[-1])
    return Figure("latency", "one connection: median time to 202 beside one bare INSERT and COMMIT of the same row", [one["p50_us"] for one in ours],
                  [one["p50_us"] for one in bare], "us", 2.0, 1.2, "less", {"ours": ours, "peer": bare})


def _ceilings(lab):
    """What the appender takes by itself: its own statements, without HTTP, gate, Redis or worker, by the name of the run."""
    if "ceiling" not in lab.kept:
        rounds = []
        for _ in range(lab.rounds):
            wait_for_quiet()
            written = lab.machine.folder / "ceiling.json"
            done = subprocess.run([str(lab.built / "bench/bench_ceiling"), str(lab.seconds), str(lab.machine.folder), str(written)],
                                  capture_output=True, text=True, timeout=20 * lab.seconds + 60)
            if done.returncode:
                raise RuntimeError(done.stderr.strip())
            rounds.append({one["name"]: one["ours"] for one in json.loads(written.read_text())})
            lab.say("ceiling", "ours", rounds[-1])
        lab.kept["ceiling"] = rounds
    return lab.kept["ceiling"]


def _ceiling_figure(lab, name, run, what, peers):
    ours = _ceilings(lab)
    return Figure(name, what, [max(rate for called, rate in one.items() if called.startswith(run)) for one in ours], [one["per_s"] for one in peers],
                  "events/s", 0, 0, rounds={"ours": ours, "peer": peers}, skipped="" if peers else lab.no_node)


def ceiling(lab):
    """Not a bound of its own: 0.7 of its ratio is what may be asked of the bench `pipeline` at most."""
    _, peers = _pipeline_rounds(lab)
    return _ceiling_figure(lab, "ceiling", "pipeline ", "the appends of the pipeline alone (delivery, queue, claim, result); beside node1", peers)


def ceiling_ingest(lab):
    _, peers = _ingest_rounds(lab, lab.rounds)
    return _ceiling_figure(lab, "ceiling-ingest", "ingest ", "the append of a webhook alone; beside node1 without queue", peers)
