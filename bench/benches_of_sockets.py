"""Benches of the live feed's sockets: many readers, idle ones, and one that has stopped reading."""
import json
import subprocess
import time

from lab.machine import ROOT
from lab.processes import children_cpu, cpu_seconds, free_port, is_open, machine_busy, pss_mib, wait_for_quiet, wait_until
from lab.report import Figure, paired, quiet
from lab.sides import Ours, empty_ours

CLIENTS, RATE = 1000, 200
SLOW, STOPPED = 10, 5  # readers that stop, and for how many seconds
IDLE = 10_000
NOISY = 0.1  # cores used by anybody else, the host's other guests among them: a latency of milliseconds bears less than a throughput


def _told(lab, argv, port, seconds, slow=0):
    """One server that tells its clients, and one process that is all of them. Only the server's own processor time counts."""
    wait_for_quiet()
    busy, ours, begin = machine_busy(), children_cpu(), time.monotonic()
    server = subprocess.Popen([str(word) for word in argv], stdout=subprocess.PIPE, text=True)
    try:
        wait_until(f"{argv[0]} on port {port}", lambda: is_open(port) or server.poll() is not None)
        load = subprocess.run([lab.built / "bench/bench_fanout_load", str(port), str(CLIENTS), str(seconds + 20), str(slow), str(STOPPED)],
                              capture_output=True, text=True, timeout=seconds + 60)
        told = json.loads(server.communicate(timeout=20)[0])
    finally:
        server.kill()
    if load.returncode:
        raise RuntimeError(f"the clients: {load.stderr.strip()}")
    other = (machine_busy() - busy - (children_cpu() - ours)) / (time.monotonic() - begin)
    got = json.loads(load.stdout)
    cpu = told["cpu_us"] / 1e6
    return {**got, "per_core_s": got["deliveries"] / cpu, "us_each": cpu * 1e6 / max(got["deliveries"], 1), "cores": cpu / (told["took_us"] / 1e6),
            "rss_mib": told["rss_kib"] / 1024, "share": got["deliveries"] / (told["messages"] * CLIENTS), "left": told["left"], "other_cpu": other, "noisy": other > NOISY}


def _ours(lab, seconds, slow=0, gather=()):
    port = free_port()
    return _told(lab, [lab.built / "bench/bench_fanout", port, CLIENTS + slow, RATE, seconds, *gather], port, seconds, slow)


def _ws(lab):
    port = free_port()
    return _told(lab, ["node", ROOT / "bench/peers/fanout.js", port, CLIENTS, RATE, lab.seconds], port, lab.seconds)


def _rounds(lab, name, gather=()):
    """Rounds of ours and of ws in turn; measured once for all benches that look at them."""
    if name not in lab.kept:
        ours, peer = [], []
        for _ in range(0 if lab.no_node else lab.rounds):
            ours.append(_ours(lab, lab.seconds, gather=gather))
            lab.say(name, "ours", ours[-1])
            peer.append(_ws(lab))
            lab.say(name, "ws", peer[-1])
        lab.kept[name] = ours, peer
    return lab.kept[name]


def _per_core(lab, name, what, at_least, aim, gather=()):
    ours, peer = rounds = _rounds(lab, name, gather)
    ours, peer, noisy = paired(ours, peer)
    return Figure(name, f"{CLIENTS} WebSocket clients, {RATE} messages/s of 500 bytes, {what}: deliveries per core-second, beside npm ws",
                  [one["per_core_s"] for one in ours], [one["per_core_s"] for one in peer], "deliveries/core-s", at_least, aim, rounds=rounds, noisy=noisy, skipped=lab.no_node)


def fanout(lab):
    return _per_core(lab, "fanout", "each sent by itself", 1.5, 2, [0])


def fanout_gathered(lab):
    return _per_core(lab, "fanout-gathered", "those of a few milliseconds sent together as the product does", 3, 4.5)


def fanout_late(lab):
    ours, peer = _rounds(lab, "fanout-gathered")
    return Figure("fanout-p99", "from sent to read in that fan-out, 99 of 100 (ws beside it in the rounds)", [one["p99_ms"] for one in quiet(ours)], [], "ms", 30, 15,
                  "less", rounds=[*ours, *peer], noisy=sum(one["noisy"] for one in ours), skipped=lab.no_node)


def slow_reader(lab):
    """The others' p99 beside readers that have stopped, and without them; those are told what they missed."""
    beside, alone = [], []
    seconds = max(lab.seconds, STOPPED + 2)
    for _ in range(lab.rounds):
        beside.append(_ours(lab, seconds, SLOW))
        alone.append(_ours(lab, seconds))
        lab.say("slow-reader", "beside", beside[-1])
        lab.say("slow-reader", "alone", alone[-1])
        if beside[-1]["told_behind"] < SLOW:
            raise RuntimeError(f"only {beside[-1]['told_behind']} of {SLOW} readers that had stopped were told what they missed")
    beside, alone, noisy = paired(beside, alone)
    more = max(a["rss_mib"] - b["rss_mib"] for a, b in zip(beside, alone))
    return Figure("slow-reader", f"p99 of {CLIENTS} readers beside {SLOW} that stop for {STOPPED} s, beside p99 without those ({more:.1f} MiB more at most)",
                  [one["p99_ms"] for one in beside], [one["p99_ms"] for one in alone], "ms", 1.1, 1.1, "less", rounds=beside, noisy=noisy)


def idle(lab):
    """Memory of one server process with 10,000 open feeds of the product, nothing happening."""
    empty_ours(lab.machine)
    side = Ours(lab.machine, lab.eeveon, "ours", more=["--connections-per-peer", 2 * IDLE])
    clients = None
    try:
        before = pss_mib(side.server.pid)
        clients = subprocess.Popen([str(lab.built / "bench/bench_fanout_load"), str(side.port), str(IDLE), "40", "0", "0", "/api/v1/live?after=0", side.token],
                                   stderr=subprocess.PIPE, text=True)
        if clients.stderr.readline().strip() != "connected":
            raise RuntimeError("the clients did not connect")
        time.sleep(5)
        full, spent = pss_mib(side.server.pid), cpu_seconds(side.server.pid)
        time.sleep(10)
        lab.say("idle", "ours", {"before_mib": before, "mib": full, "kib_each": (full - before) * 1024 / IDLE, "cpu": (cpu_seconds(side.server.pid) - spent) / 10})
    finally:
        if clients:
            clients.kill()
        side.stop()
    return Figure("idle", f"memory of one server process with {IDLE} idle live feeds", [full], [], "MiB", 300, 120, "less")
