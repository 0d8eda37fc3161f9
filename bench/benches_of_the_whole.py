"""Benches of the whole: a rollback on ten machines, a rebuild of what people read, memory, and the build."""
import os
import re
import shutil
import subprocess
import time

from lab.machine import ROOT
from lab.processes import free_port, pss_mib, wait_for_quiet, wait_until
from lab.report import Figure
from lab.sides import Node, Ours, empty_ours

NODES = 10
EVENTS = 1_000_000
BUILD_LIMIT_S = 900
ENDED = {"succeeded", "failed", "rolled_back", "cancelled", "superseded", "expired", "needs_attention"}


# --- a small project -----------------------------------------------------------------------------------------------

def _git(folder, *words):
    who = {"GIT_AUTHOR_NAME": "bench", "GIT_AUTHOR_EMAIL": "bench@localhost", "GIT_COMMITTER_NAME": "bench", "GIT_COMMITTER_EMAIL": "bench@localhost"}
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True, env={**os.environ, **who}).stdout.strip()


def make_repository(folder):
    work, bare = folder / "work", folder / "shop.git"
    shutil.rmtree(work, ignore_errors=True)
    shutil.rmtree(bare, ignore_errors=True)
    work.mkdir(parents=True)
    _git(folder, "init", "-q", "--bare", "-b", "main", str(bare))
    _git(work, "init", "-q", "-b", "main")
    return work, bare


def commit_of(work, bare, text):
    (work / "index.html").write_text(text)
    _git(work, "add", "-A")
    _git(work, "commit", "-qm", text)
    _git(work, "push", "-q", str(bare), "main")
    return _git(work, "rev-parse", "HEAD")


def _apply(side, bare):
    side.ask("PUT", "/api/v1/projects/shop", {"project": "shop", "repository": f"file://{bare}", "environments": {"live": {"nodes": {"group": "bench"}}}})


def _finish(side, asked):
    """Waits for a deployment's end; anything but success is an error."""
    seen = {}

    def over():
        seen.update(side.ask("GET", f"/api/v1/deployments/{asked['deployment']}"))
        return seen["status"] in ENDED
    wait_until("the deployment to end", over, 60, 0.05)
    if seen["status"] != "succeeded":
        raise RuntimeError(f"the deployment ended {seen['status']}: {seen.get('reason')}")
    return seen


def _deploy(side, commit):
    return _finish(side, side.ask("POST", "/api/v1/projects/shop/environments/live/deployments", {"commit": commit}))


# --- rollback ----------------------------------------------------------------------------------------------------------

class Sshd:
    """A real sshd on loopback, and a warm connection of our own to it."""

    def __init__(self, lab, number, key):
        self.folder = lab.machine.folder / f"node-{number}"
        self.folder.mkdir()
        self.port, self.name = free_port(), f"node-{number}"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / "host_key"], check=True)
        (self.folder / "authorized_keys").write_text(key.with_suffix(".pub").read_text())
        (self.folder / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.folder}/host_key\nPidFile none\nAuthorizedKeysFile {self.folder}/authorized_keys\n"
            "StrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\nPrintMotd no\nMaxStartups 100\n")
        lab.machine.child(["/usr/sbin/sshd", "-D", "-e", "-f", self.folder / "config"], self.name, port=self.port)
        self.argv = ["ssh", "-F", "none", "-i", str(key), "-p", str(self.port), "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                     "-o", "LogLevel=ERROR", "-o", "ControlMaster=auto", "-o", f"ControlPath={self.folder}/warm", "-o", "ControlPersist=300", "127.0.0.1"]

    def register(self, side, user):
        host_key = " ".join((self.folder / "host_key.pub").read_text().split()[:2])
        side.ask("POST", "/api/v1/nodes", {"name": self.name, "kind": "ssh", "address": "127.0.0.1", "port": self.port, "user": user,
                                           "root": str(self.folder / "root"), "groups": ["bench"], "host_key": host_key})

    def true_ms(self):
        begin = time.monotonic()
        subprocess.run([*self.argv, "true"], check=True, stdin=subprocess.DEVNULL)
        return (time.monotonic() - begin) * 1e3

    def let_go(self):
        subprocess.run([*self.argv[:-1], "-O", "exit", "127.0.0.1"], stderr=subprocess.DEVNULL)


def _switch_ms(lab, deployment):
    """From the first switch step's start to the last node's confirmed switch, as the log tells it."""
    return float(lab.machine.psql(f"""
        WITH told AS (SELECT type, recorded_at, convert_from(data, 'UTF8')::json AS data FROM eeveon.events WHERE stream = 'deployment-{deployment}'),
        switches AS (SELECT data->>'step' AS step, recorded_at FROM told WHERE type = 'step_started' AND data->>'stage' = 'switch' AND data->>'part' = 'deploy')
        SELECT extract(epoch FROM max(t.recorded_at) - min(s.recorded_at)) * 1000 FROM switches s JOIN told t ON t.type = 'step_succeeded' AND t.data->>'step' = s.step"""))


def rollback(lab):
    if os.geteuid() == 0:
        os.makedirs("/run/sshd", exist_ok=True)  # Debian's sshd insists on it
    work, bare = make_repository(lab.machine.folder)
    empty_ours(lab.machine)
    side = Ours(lab.machine, lab.eeveon, "ours", worker=True, slots=4, file_roots=[lab.machine.folder])
    nodes = []
    try:
        key = side.home / "worker/ssh/id_ed25519"
        key.parent.mkdir(parents=True, exist_ok=True)
        if not key.exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        nodes = [Sshd(lab, number, key) for number in range(1, NODES + 1)]
        for node in nodes:
            node.register(side, os.environ.get("USER", "root"))
        _apply(side, bare)
        _deploy(side, commit_of(work, bare, "one"))
        newer = _deploy(side, commit_of(work, bare, "two"))["release"]
        for node in nodes:
            node.true_ms()  # opens the connection that is warm from now on
        ours, warm = [], []
        for _ in range(max(5, lab.rounds)):
            wait_for_quiet()
            asked = side.ask("POST", "/api/v1/projects/shop/environments/live/rollback", {})
            ours.append(_switch_ms(lab, _finish(side, asked)["id"]))
            warm.append(max(node.true_ms() for node in nodes))
            _finish(side, side.ask("POST", "/api/v1/projects/shop/environments/live/deployments", {"release": newer}))
            lab.say("rollback", "both", {"switch_ms": ours[-1], "warm_ssh_true_ms": warm[-1]})
    finally:
        for node in nodes:
            node.let_go()
        side.stop()
    return Figure("rollback", "first switch step to the last of 10 sshd nodes' confirmed switch, beside the slowest `ssh node true` over a warm connection",
                  ours, warm, "ms", 10, 4, "less")


# --- rebuild -----------------------------------------------------------------------------------------------------------

COPIES = """
CREATE TEMP TABLE pattern AS
  SELECT row_number() OVER (ORDER BY position) AS place, stream, version, type, schema, actor, correlation, convert_from(data, 'UTF8') AS data
  FROM eeveon.events WHERE position > {first} AND position <= {last} ORDER BY position;
CREATE TEMP TABLE growing AS SELECT stream, count(*) AS each, min(version) - 1 AS base FROM pattern WHERE stream !~ '{ids}' GROUP BY stream;
INSERT INTO eeveon.events (position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery, leaf)
SELECT {head} + (copy - 1) * {size} + place, replace_ids(p.stream, copy), CASE WHEN g.stream IS NULL THEN p.version ELSE p.version + copy * g.each END,
       type, schema, actor, 0, correlation, now() - ({copies} * {size} - (copy - 1) * {size} - place) * interval '{every}', convert_to(replace_ids(data, copy), 'UTF8'), NULL, decode(repeat('00', 32), 'hex')
FROM generate_series(1, {copies}) AS copy CROSS JOIN pattern p LEFT JOIN growing g ON g.stream = p.stream
ORDER BY copy, place;
UPDATE eeveon.log_head SET position = (SELECT max(position) FROM eeveon.events);
INSERT INTO eeveon.checkpoints (name, position) SELECT reader, position FROM eeveon.log_head CROSS JOIN unnest(ARRAY['gate', 'release-tags']) AS reader
ON CONFLICT (tenant, name) DO UPDATE SET position = excluded.position;
ANALYZE eeveon.events; CHECKPOINT;
"""
ENVELOPES = "COPY (SELECT position, stream, version, type, schema, actor, causation, correlation, recorded_at, data, delivery " \
            "FROM eeveon.events ORDER BY position) TO STDOUT (FORMAT binary)"


def fill_log(lab, side, projects=1, events=EVENTS):
    """A real deployment to three nodes, as the product records it, again and again under ids of their own, two seconds from event to event.
    `projects`: the copies are those of so many, in turn, each with one environment."""
    work, bare = make_repository(lab.machine.folder)
    for number in range(3):
        shutil.rmtree(lab.machine.folder / f"local-{number}", ignore_errors=True)  # it remembers the fences of another log
        side.ask("POST", "/api/v1/nodes", {"name": f"node-{number}", "kind": "local", "address": "127.0.0.1",
                                           "root": str(lab.machine.folder / f"local-{number}"), "groups": ["bench"]})
    _apply(side, bare)
    _deploy(side, commit_of(work, bare, "one"))
    first = int(lab.machine.psql("SELECT position FROM eeveon.log_head"))
    _deploy(side, commit_of(work, bare, "two"))
    last = int(lab.machine.psql("SELECT position FROM eeveon.log_head"))
    text = lab.machine.psql(f"SELECT stream || ' ' || convert_from(data, 'UTF8') FROM eeveon.events WHERE position > {first} AND position <= {last}")
    ids = sorted(found for found in set(re.findall(r"(?:dep|rel|run)_[0-9a-zA-Z-]+", text)) if text.count(found) > 2)
    fresh = "v"
    for number in range(projects if projects > 1 else 0):
        name = f"shop-{number:04}"
        side.ask("PUT", f"/api/v1/projects/{name}", {"project": name, "repository": f"file://{bare}", "environments": {"live": {"nodes": {"group": "bench"}}}})
    for known in ids:  # the last eight digits of each id become the copy's number
        fresh = f"replace({fresh}, '{known}', '{known[:-8]}' || lpad(copy::text, 8, '0'))"
    if projects > 1:
        fresh = f"regexp_replace({fresh}, '(env-|\"project\":\")shop', '\\1shop-' || lpad((copy % {projects})::text, 4, '0'), 'g')"
    side.stop()
    head = int(lab.machine.psql("SELECT position FROM eeveon.log_head"))
    lab.machine.psql(f"CREATE OR REPLACE FUNCTION replace_ids(v text, copy bigint) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT {fresh} $$;"
                     + COPIES.format(first=first, last=last, head=head, size=last - first, copies=events // (last - first) + 1, ids="|".join(ids), every="2 s"))


def rebuild(lab):
    empty_ours(lab.machine)
    side = Ours(lab.machine, lab.eeveon, "ours", worker=True, slots=4, file_roots=[lab.machine.folder])
    try:
        fill_log(lab, side)
    finally:
        side.stop()
    head = int(lab.machine.psql("SELECT position FROM eeveon.log_head"))
    ours, copies = [], []
    for _ in range(lab.rounds):
        wait_for_quiet()
        begin = time.monotonic()
        subprocess.run([str(lab.machine.programs / "psql"), "-qX", lab.machine.url("admin"), "-c", ENVELOPES], check=True, stdout=subprocess.DEVNULL)
        copies.append(head / (time.monotonic() - begin))
        lab.machine.psql("TRUNCATE eeveon.view_rows; DELETE FROM eeveon.checkpoints WHERE name = 'views'; CHECKPOINT")
        begin = time.monotonic()
        side.server = lab.machine.child(side.server_argv, "ours-server", port=side.port)
        try:
            wait_until("the rebuild", lambda: int(lab.machine.psql("SELECT coalesce(max(position), 0) FROM eeveon.checkpoints WHERE name = 'views'") or 0) >= head,
                       120, 0.2)
        finally:
            took = time.monotonic() - begin
            side.server.stop()
        ours.append(head / took)
        lab.say("rebuild", "both", {"events_per_s": ours[-1], "copy_per_s": copies[-1], "events": head})
    return Figure("rebuild", f"read tables rebuilt from {EVENTS} events, beside an ordered COPY of the same envelopes", ours, copies, "events/s", 0.2, 0.6)


# --- footprint, build --------------------------------------------------------------------------------------------------

def _idle_mib(side):
    try:
        time.sleep(2)
        return sum(pss_mib(pid) for pid in side.groups().values())
    finally:
        side.stop()


def footprint(lab):
    ours, peers = [], []
    for _ in range(lab.rounds):
        empty_ours(lab.machine)
        ours.append(_idle_mib(Ours(lab.machine, lab.eeveon, "ours", worker=True, slots=4)))
        if not lab.no_node:
            peers.append(_idle_mib(Node(lab.machine, "node1")))
        lab.say("footprint", "both", {"ours_mib": ours[-1], "node1_mib": peers[-1] if peers else 0.0})
    return Figure("footprint", "idle proportional memory of server and one worker; beside node1 and its worker", ours, peers, "MiB", 0.25, 0.1, "less",
                  skipped="" if peers else lab.no_node)


def build(lab):
    """A clean release build without the compiler cache, two jobs at a time; the page is built before."""
    folder = ROOT / "build/bench-build"
    shutil.rmtree(folder, ignore_errors=True)
    plain = {**os.environ, "CCACHE_DISABLE": "1"}
    try:
        wait_for_quiet(at_most=10)
        begin = time.monotonic()
        subprocess.run(["cmake", "--preset", "release", "-B", str(folder)], cwd=ROOT, env=plain, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run(["ninja", "-C", str(folder), "-j2", "eeveon"], env=plain, check=True, stdout=subprocess.DEVNULL, timeout=BUILD_LIMIT_S)
        minutes = (time.monotonic() - begin) / 60
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Figure("build", "clean release build on two cores", [minutes], [], "min", 10, 4, "less")
