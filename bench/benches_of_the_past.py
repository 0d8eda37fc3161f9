"""Benches of time travel: the whole board at random moments of a long log, and played forward."""
import datetime
import json
import random
import time
import urllib.request

from benches_of_the_whole import fill_log
from lab.processes import pss_mib, wait_for_quiet, wait_until
from lab.report import Figure
from lab.sides import Ours, empty_ours

MOMENTS = 300
BOUND_MS = 300
NEWEST_SNAPSHOT = "SELECT coalesce(max(position), 0) FROM eeveon.view_snapshots"


def _get(side, path):
    """The answer's text, and how long it took until it was there."""
    request = urllib.request.Request(f"http://127.0.0.1:{side.port}{path}", headers={"Authorization": f"Bearer {side.token}"})
    begin = time.monotonic()
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read()
    return text, (time.monotonic() - begin) * 1e3


def _at(moment):
    return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _quantiles(took):
    ordered = sorted(took)
    return {"p50": ordered[len(ordered) // 2], "p95": ordered[int(len(ordered) * 0.95)], "max": ordered[-1]}


def _random_moments(side, span):
    first, last = (datetime.datetime.fromisoformat(span[end]["at"].replace("Z", "+00:00")) for end in ("first", "last"))
    # The first events are those of this morning, copied to the days before it.
    first = min(first, last - datetime.timedelta(seconds=2 * span["last"]["position"]) + datetime.timedelta(minutes=10))
    took, size = [], 0
    for _ in range(MOMENTS):
        text, ms = _get(side, "/api/v1/board?at=" + _at(first + random.random() * (last - first)))
        took.append(ms)
        size = max(size, len(text))
    return took, size


def _playback(side, span):
    """A hundred times as fast as it happened, every half second a board: fifty seconds of the log each."""
    last = datetime.datetime.fromisoformat(span["last"]["at"].replace("Z", "+00:00"))
    begin = last - datetime.timedelta(days=random.uniform(5, 15))
    return [_get(side, "/api/v1/board?at=" + _at(begin + datetime.timedelta(seconds=50 * frame)))[1] for frame in range(100)][1:]


def _travel(lab, name, projects, what):
    empty_ours(lab.machine)
    side = Ours(lab.machine, lab.eeveon, "ours", worker=True, slots=4, file_roots=[lab.machine.folder])
    try:
        fill_log(lab, side, projects)
    finally:
        side.stop()
    head = int(lab.machine.psql("SELECT position FROM eeveon.log_head"))
    random.seed(head)
    ours = []
    side.server = lab.machine.child(side.server_argv, "ours-server", port=side.port)
    side.worker = None
    try:
        begin = time.monotonic()
        wait_until("the snapshots", lambda: int(lab.machine.psql(NEWEST_SNAPSHOT)) > head - 20_000, 600, 0.5)
        stored = json.loads(lab.machine.psql("SELECT json_build_object('count', count(*), 'mib', sum(length(body)) / 1048576.0) FROM eeveon.view_snapshots"))
        lab.say(name, "snapshots", {"made_in_s": time.monotonic() - begin, **stored, "events": head})
        span = json.loads(_get(side, "/api/v1/log-span")[0])
        for _ in range(lab.rounds):
            wait_for_quiet()
            before = pss_mib(side.server.pid)
            took, size = _random_moments(side, span)
            played = _quantiles(_playback(side, span))
            ours.append(_quantiles(took)["p95"])
            lab.say(name, "ours", {**{f"{key}_ms": value for key, value in _quantiles(took).items()}, "bound_ms": BOUND_MS, "played_p50_ms": played["p50"],
                                   "played_p95_ms": played["p95"], "board_kb": size / 1000, "mib_before": before, "mib_after": pss_mib(side.server.pid)})
    finally:
        side.stop()
    return Figure(name, what, ours, [], "ms", BOUND_MS, 100, "less")


def travel(lab):
    return _travel(lab, "travel", 1, f"p95 of the board at {MOMENTS} random moments of 1,000,000 events")


def travel_wide(lab):
    return _travel(lab, "travel-wide", 1000, "the same of 1,000 projects with an environment each")
