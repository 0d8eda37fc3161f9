"""Benches of the page, in a real browser against a real server: what it loads, how soon it is painted, how soon it shows what
happened, and how it bears a long log."""
import http.client
import json
import os
import shutil
import subprocess
import threading
import time

from benches_of_the_whole import commit_of, fill_log, make_repository
from lab.machine import ROOT
from lab.processes import wait_for_quiet, wait_until
from lab.report import Figure
from lab.sides import Ours, empty_ours

ENVIRONMENTS = 1000
EVENTS_PER_S = 200
LINES = 100_000
# What is written to the copied streams must know how far they are.
STREAMS = "INSERT INTO eeveon.streams (id, version) SELECT stream, max(version) FROM eeveon.events GROUP BY stream " \
          "ON CONFLICT (tenant, id) DO UPDATE SET version = excluded.version"
SERVED = "SELECT coalesce(max(position), 0) FROM eeveon.checkpoints WHERE name = 'views'"


class Browser:
    """One script of bench/page, which tells what it found in its last line."""

    def __init__(self, side, script, **settings):
        env = {**os.environ, "EEVEON_URL": f"http://127.0.0.1:{side.port}", "EEVEON_TOKEN": side.token, **{key: str(value) for key, value in settings.items()}}
        self.name, self.lines = script, []
        self.process = subprocess.Popen(["node", str(ROOT / "bench/page" / f"{script}.mjs")], env=env, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)

    def until(self, beginning):
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith(beginning):
                return line[len(beginning):]
        raise RuntimeError(f"bench/page/{self.name}.mjs ended without {beginning}: {''.join(self.lines)[-2000:]}")

    def found(self):
        try:
            return json.loads(self.until("JSON "))
        finally:
            self.end()

    def end(self):
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _look(side, script, **settings):
    return Browser(side, script, **settings).found()


def _team(lab, environments=ENVIRONMENTS, each=3):
    """A server whose log holds so many projects with an environment each, each deployed some times."""
    empty_ours(lab.machine)
    side = Ours(lab.machine, lab.eeveon, "ours", worker=True, slots=4, file_roots=[lab.machine.folder])
    try:
        fill_log(lab, side, environments, each * environments * 30)
    finally:
        side.stop()
    lab.machine.psql(STREAMS)
    side.worker = None
    side.server = lab.machine.child(side.server_argv, "ours-server", port=side.port)
    head = int(lab.machine.psql("SELECT position FROM eeveon.log_head"))
    wait_until("the read tables", lambda: int(lab.machine.psql(SERVED) or 0) >= head, 120, 0.2)
    return side


# --- what it loads -----------------------------------------------------------------------------------------------------

def first_load(lab):
    side, whole, rounds = _team(lab, 12), {}, []
    try:
        for encodings in ("as asked", "gzip"):  # by itself it takes brotli, over https and from this machine; over plain http only gzip
            files = _look(side, "first_load", ENCODINGS="" if encodings == "as asked" else encodings)["files"]
            kinds = {"scripts_and_styles": (".js", ".css"), "fonts": (".woff2",)}
            sums = {kind: sum(file["bytes"] for file in files if file["path"].endswith(endings)) / 1000 for kind, endings in kinds.items()}
            whole[encodings] = sum(file["bytes"] for file in files) / 1000
            rounds += [{"encodings": encodings, "files": files}]
            lab.say("first-load", encodings, {**{f"{kind}_kb": kb for kind, kb in sums.items()}, "everything_kb": whole[encodings], "files": len(files)})
    finally:
        side.stop()
    return Figure("first-load", "all files of the first load as transferred, headers too", [whole["as asked"]], [], "kB", 300, 150, "less",
                  rounds=rounds)


# --- how soon it is painted --------------------------------------------------------------------------------------------

def paint(lab):
    side = _team(lab)
    try:
        wait_for_quiet()
        rounds = _look(side, "paint", ROUNDS=max(5, lab.rounds))["rounds"]
    finally:
        side.stop()
    for one in rounds:
        lab.say("paint", "ours", one)
    if any(one["environments"] < ENVIRONMENTS for one in rounds):
        raise RuntimeError(f"paint: the board tells of {rounds[0]['environments']} environments")
    return Figure("paint", f"from a cold navigation to the frame with the first cards of {ENVIRONMENTS} environments", [one["painted_ms"] for one in rounds], [], "ms",
                  1000, 300, "less", rounds=rounds)


# --- how soon it shows what happened -----------------------------------------------------------------------------------

class Askers:
    """Asks for rollouts of what was live before, every other one in a card of the first window, as often as the log needs to grow by
    EVENTS_PER_S: the gate answers each ask with events of its own."""
    threads, in_sight = 3, 12

    def __init__(self, side):
        rows = side.ask("GET", "/api/v1/board")["environments"]
        self.asks = [(row["project"], row["previous"]["release"]) for row in rows if row.get("previous")]
        self.side, self.stopped, self.failed, self.turn, self.lock = side, threading.Event(), [], 0, threading.Lock()
        self.begin, self.first, self.head = time.monotonic(), None, 0
        self.running = [threading.Thread(target=self._go) for _ in range(self.threads)]
        for thread in self.running:
            thread.start()

    def _next(self):
        with self.lock:
            self.turn += 1
            return self.asks[self.turn // 2 % self.in_sight if self.turn % 2 else self.turn * 7 % len(self.asks)]

    def _go(self):
        line = http.client.HTTPConnection("127.0.0.1", self.side.port, timeout=10)
        headers = {"Authorization": f"Bearer {self.side.token}", "Content-Type": "application/json"}
        while not self.stopped.is_set():
            if self.first is not None and self.head - self.first > EVENTS_PER_S * (time.monotonic() - self.begin):
                self.stopped.wait(0.005)
                continue
            project, release = self._next()
            line.request("POST", f"/api/v1/projects/{project}/environments/live/deployments", json.dumps({"release": release}), headers)
            answer = line.getresponse()
            text = answer.read()
            if answer.status != 202:
                self.failed.append(text.decode())
                return
            self.head = max(self.head, json.loads(text)["position"])
            if self.first is None:
                self.first, self.begin = self.head, time.monotonic()

    def stop(self):
        self.stopped.set()
        for thread in self.running:
            thread.join()
        if self.failed:
            raise RuntimeError(f"pixel: {self.failed[0]}")


def _pixels(lab, environments):
    side = _team(lab, environments)
    browser = askers = None
    try:
        wait_for_quiet()
        browser = Browser(side, "pixel", SECONDS=4 * lab.seconds)
        browser.until("READY")
        askers = Askers(side)
        found = browser.found()
        askers.stop()
    finally:
        if askers:
            askers.stopped.set()
        if browser:
            browser.process.kill()
        side.stop()
    lab.say("pixel", str(environments), found)
    if found["events_per_s"] < 0.9 * EVENTS_PER_S:
        raise RuntimeError(f"pixel: only {found['events_per_s']:.0f} events/s")
    return found


def pixel(lab):
    few = [_pixels(lab, 100)]
    many = [_pixels(lab, ENVIRONMENTS) for _ in range(lab.rounds)]
    return Figure("pixel", f"p99 from an event's commit to the frame that shows it, at {EVENTS_PER_S} events/s and {ENVIRONMENTS} environments",
                  [one["pixel_p99_ms"] for one in many], [], "ms", 250, 50, "less", rounds=many + few)


# --- how it bears a long log -------------------------------------------------------------------------------------------

BUILD = f"""awk 'BEGIN {{ for (i = 1; i <= {LINES}; i++) {{
  print i " POST /checkout answered 200 in " i % 97 " ms for customer " i % 1013 ((i % 1000) ? "" : ", upstream answered late")
  if (i % 1000 == 0) {{ fflush(); system("sleep 0.1") }} }} }}'
"""


def log_viewer(lab):
    """A build that prints LINES lines in a bit more than ten seconds, followed to its end, then scrolled through and searched."""
    empty_ours(lab.machine)
    builds = ROOT / "build/bench-builds"  # a build has a /var/tmp of its own
    side = Ours(lab.machine, lab.eeveon, "ours", worker=True, slots=4, file_roots=[lab.machine.folder], worker_data=builds)
    ours, rounds = [], []
    try:
        work, bare = make_repository(lab.machine.folder)
        side.ask("POST", "/api/v1/nodes", {"name": "node-1", "kind": "local", "address": "127.0.0.1", "root": str(lab.machine.folder / "local-1"), "groups": ["bench"]})
        side.ask("PUT", "/api/v1/projects/shop", {"project": "shop", "repository": f"file://{bare}", "environments": {"live": {"nodes": {"group": "bench"}}},
                                                  "build": {"run": [["sh", "print.sh"]], "limits": {"output": "100MB"}}})
        (work / "print.sh").write_text(BUILD)
        for number in range(lab.rounds):
            wait_for_quiet()
            commit = commit_of(work, bare, f"round {number}")
            asked = side.ask("POST", "/api/v1/projects/shop/environments/live/deployments", {"commit": commit})
            found = _look(side, "log_viewer", DEPLOYMENT=asked["deployment"], LINES=LINES)
            for part, seen in found.items():
                lab.say("log-viewer", part, seen)
            rounds.append(found)
            ours.append(max(seen["longest_task_ms"] for seen in found.values()))
    finally:
        side.stop()
        shutil.rmtree(builds, ignore_errors=True)
    return Figure("log-viewer", f"longest task of the page while a log of {LINES} lines is followed, scrolled and searched", ours, [], "ms", 50, 50, "less", rounds=rounds)
