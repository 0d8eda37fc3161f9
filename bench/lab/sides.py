"""The two sides: Eeveon, and the stack a team would otherwise write."""
import json
import re
import secrets
import shutil
import subprocess
import urllib.error
import urllib.request

from .load import SECRET
from .machine import ROOT
from .processes import free_port, wait_until

PEERS = ROOT / "bench/peers"
EMPTY = ROOT / "tests/data/empty_database.sql"


class Ours:
    """`eeveon server` and `eeveon worker`, with an empty database."""
    path = "/hooks/github"

    def __init__(self, machine, eeveon, name, noop=False, worker=False, slots=512, file_roots=(), worker_data=None, more=()):
        self.machine, self.name, self.noop, self.port = machine, name, noop, free_port()
        self.home = machine.folder / "ours"
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir()
        (self.home / "secret").write_text(SECRET + "\n")
        self.token = secrets.token_hex(32)
        (self.home / "token").write_text(self.token + "\n")
        common = ["--database", machine.url("eeveon_app"), "--redis", f"redis://127.0.0.1:{machine.redis_port}",
                  *[word for root in file_roots for word in ("--file-root", root)]]
        machine.flush_redis()
        self.server_argv = [eeveon, "server", *common, "--listen", f"127.0.0.1:{self.port}", "--data", self.home / "server", "--hook-secret",
                            self.home / "secret", "--admin-token-file", self.home / "token", *(["--bench-noop"] if noop else []), *more]
        self.server = machine.child(self.server_argv, "ours-server", port=self.port)
        self.worker = None
        if worker:
            self.worker = machine.child([eeveon, "worker", *common, "--data", worker_data or self.home / "worker", "--slots", slots], "ours-worker")

    def groups(self):
        return {"server": self.server.pid, **({"worker": self.worker.pid} if self.worker else {})}

    def finished(self):
        if self.noop:
            return int(self.machine.psql("SELECT count(*) FROM eeveon.runs WHERE state = 'done'"))
        return int(self.machine.psql("SELECT count(*) FROM eeveon.deliveries"))

    def wait_idle(self):
        """Every accepted delivery has its run, and every run has ended."""
        if self.noop:
            question = "SELECT (SELECT count(*) FROM eeveon.deliveries) - (SELECT count(*) FROM eeveon.runs WHERE state = 'done')"
            wait_until("runs to end", lambda: self.machine.psql(question) == "0", 60, 0.02)

    def ask(self, method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method, data=None if body is None else json.dumps(body).encode(),
                                         headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or "{}")
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read().decode()}") from None

    def stop(self):
        for child in (self.worker, self.server):
            if child:
                child.stop()


def prepare_ours(machine, eeveon):
    """The schema; needed once per machine."""
    subprocess.run([str(eeveon), "migrate", "--database-admin", machine.url("admin")], check=True, stderr=subprocess.DEVNULL)


def empty_ours(machine):
    machine.psql(EMPTY.read_text())
    machine.psql("CHECKPOINT")


class Node:
    """node1 (Fastify, PostgreSQL, BullMQ, its worker), or without queue and parsing: node1-noq."""
    path = "/hook"

    def __init__(self, machine, name, queue=True):
        self.machine, self.name, self.queue, self.port = machine, name, queue, free_port()
        machine.psql("TRUNCATE events, jobs_done", "peers")
        machine.psql("CHECKPOINT", "peers")
        machine.flush_redis()
        env = node_environment(machine) | {"NODE_PORT": self.port} | ({} if queue else {"QUEUE": "off", "PARSE": "0"})
        self.server = machine.child(["node", PEERS / "server.js"], name, env=env, port=self.port, cwd=PEERS)
        self.worker = machine.child(["node", PEERS / "worker.js"], f"{name}-worker", env=env, cwd=PEERS) if queue else None
        if self.worker:
            wait_until("BullMQ's worker", lambda: "worker ready" in open(self.worker.log).read(), 15)

    def groups(self):
        return {"server": self.server.pid, **({"worker": self.worker.pid} if self.worker else {})}

    def finished(self):
        return int(self.machine.psql(f"SELECT count(*) FROM {'jobs_done' if self.queue else 'events'}", "peers"))

    def wait_idle(self):
        if self.queue:
            question = "SELECT (SELECT count(*) FROM events) - (SELECT count(*) FROM jobs_done)"
            wait_until("jobs to end", lambda: self.machine.psql(question, "peers") == "0", 60, 0.02)

    def stop(self):
        for child in (self.worker, self.server):
            if child:
                child.stop()


def node_environment(machine):
    return {"PGHOST": machine.sockets, "REDIS_PORT": machine.redis_port, "WEBHOOK_SECRET": SECRET}


def prepare_node(machine):
    """The peer's tables and packages. Answers why it must be skipped, or nothing."""
    node = shutil.which("node")
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip() if node else "none"
    if not node or int(re.match(r"v(\d+)", version).group(1)) < 20:
        return f"the npm peers need Node 20 or newer (here: {version})"
    if not (PEERS / "node_modules").is_dir():
        if subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=PEERS).returncode:
            return "npm ci failed in bench/peers"
    machine.psql((PEERS / "schema.sql").read_text(), "peers")
    return ""
