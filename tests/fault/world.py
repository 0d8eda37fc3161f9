"""One run's world: a database, a server, workers, nodes with journals, a repository and the generator."""
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time

from generator import SECRET, TOKEN, Generator
from machines import Sql, wait_until
from ports import free_port
from repository import Repository, ping
from subscriber import Subscriber

ENDED = ("deployment_succeeded", "deployment_failed", "deployment_rolled_back", "deployment_cancelled", "deployment_superseded")
REST = 60  # seconds after which everything must have come to rest
NODES = 2


class World:
    def __init__(self, place, name, lease="2s", nodes=NODES):
        """`place` has postgres, redis, binary, chain, commits and a folder."""
        self.place, self.name, self.lease = place, name, lease
        self.lease_seconds = int(lease.removesuffix("s"))
        self.folder = pathlib.Path(place.folder) / "runs" / name
        self.folder.mkdir(parents=True)
        self.database = re.sub(r"\W", "_", name.lower())
        place.make_database(self.database)
        place.redis.ask("FLUSHALL")
        self.url = place.postgres.url(self.database)
        self.port, self.second_port = free_port(), free_port()
        (self.folder / "secret").write_text(SECRET + "\n")
        (self.folder / "token").write_text(TOKEN + "\n")
        self.repository = Repository(self.folder / "repository.git", place.chain, place.commits)
        self.generator = Generator(self.port, self.folder / "acknowledged")
        self.nodes = {}
        for number in range(1, nodes + 1):
            root = self.folder / f"node-{number}"
            (root / ".eeveon").mkdir(parents=True)
            (root / ".eeveon" / "journal").touch()
            self.nodes[f"node-{number}"] = root
        self.processes = {}
        self.attention = []    # deployments that waited for a person
        self.subscriber = None
        self.sql = Sql(place.postgres.url(self.database, "postgres"))

    # --- processes

    def start(self, name, argv, failpoint="", bug=""):
        environment = {**os.environ, "EEVEON_FAILPOINT": failpoint, "EEVEON_SEEDED_BUG": bug or self.place.bug}
        with open(self.folder / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen([self.place.binary, *map(str, argv)], stdout=log, stderr=log, env=environment, cwd=self.folder)
        return self.processes[name]

    def start_server(self, failpoint="", name="server-1", port=None, wait=True):
        port = port or self.port
        self.start(name, ["server", "--database", self.url, "--redis", self.place.redis.url, "--listen", f"127.0.0.1:{port}", "--data", self.folder / name,
                          "--hook-secret", self.folder / "secret", "--admin-token-file", self.folder / "token", "--file-root", self.folder, "--name", name], failpoint)
        if wait:
            self.wait_for_server(port, name)

    def wait_for_server(self, port=None, name="server-1"):
        def ready():
            if self.processes[name].poll() is not None:
                return True
            try:
                with socket.create_connection(("127.0.0.1", port or self.port), timeout=1):
                    return True
            except OSError:
                return False
        wait_until(ready, 20, f"{name} listens")

    def start_worker(self, failpoint="", name="worker-1"):
        self.start(name, ["worker", "--database", self.url, "--redis", self.place.redis.url, "--data", self.folder / "workers", "--file-root", self.folder,
                          "--name", name, "--lease", self.lease, "--drain", "3s"], failpoint)

    def end(self, name, how=signal.SIGTERM, seconds=20):
        process = self.processes.pop(name, None)
        if process is None:
            return None
        if process.poll() is None:
            process.send_signal(how)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise TimeoutError(f"{name} did not end within {seconds} s of signal {how}") from None

    def await_death(self, name, seconds=20):
        """The failpoint kills it; False when the point was never reached."""
        process = self.processes[name]
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        del self.processes[name]
        return code == -signal.SIGKILL

    # --- the project

    def spec(self, **more):
        production = {"deploy_on": {"push": "main"}, "nodes": {"group": "production"},
                      "health": {"command": {"run": [["test", "-f", "healthz"]], "on": "node"}, "attempts": 2, "backoff": "50ms"}}
        build = {"run": [["sh", "-c", "cat version > built; echo built"]]}
        return {"project": "fault", "repository": self.repository.url, "build": build, "environments": {"production": production}, **more}

    def found(self, **more):
        """Registers nodes and project."""
        for name, root in self.nodes.items():
            self.generator.must("POST", "/api/v1/nodes", {"name": name, "kind": "local", "address": "127.0.0.1", "root": str(root), "groups": ["production"]})
        self.generator.must("PUT", "/api/v1/projects/fault", self.spec(**more))

    def push(self, number):
        return self.generator.deliver("push", self.repository.push(number))

    def ping(self):
        return self.generator.deliver("ping", ping())

    def watch(self):
        self.subscriber = Subscriber(self.port)

    # --- what the database says

    def unrest(self):
        """What is still going on, as text; empty at rest."""
        ended = ", ".join(f"'{e}'" for e in ENDED)
        row = self.sql.rows(f"""SELECT (SELECT count(*) FROM runs WHERE open) AS runs,
            (SELECT count(*) FROM events WHERE type = 'deployment_requested') - (SELECT count(*) FROM events WHERE type IN ({ended})) AS deployments,
            (SELECT count(*) FROM events WHERE type = 'environment_locked') - (SELECT count(*) FROM events WHERE type = 'environment_unlocked') AS locks,
            (SELECT count(*) FROM events p WHERE type = 'push_received' AND NOT EXISTS
               (SELECT FROM events d WHERE d.type = 'deployment_requested' AND d.causation = p.position)) AS pushes,
            (SELECT count(*) FROM events WHERE type = 'release_requested') - (SELECT count(*) FROM events WHERE type IN ('release_built', 'release_build_failed', 'release_superseded')) AS builds""")[0]
        return ", ".join(f"{count} {what}" for what, count in row.items() if count > 0)

    def rest(self, seconds=None, answer="mark-done"):
        """Waits until nothing is going on any more; plays the person who is asked."""
        seconds = seconds or REST
        until = time.monotonic() + seconds
        while unrest := self.unrest():
            if time.monotonic() > until:
                raise TimeoutError(f"not at rest after {seconds} s: {unrest}")
            for row in self.sql.rows("SELECT subject FROM runs WHERE state = 'needs_attention'"):
                deployment = row["subject"].removeprefix("deployment-")
                self.attention.append(deployment)
                self.generator.ask("POST", f"/api/v1/deployments/{deployment}/{answer}", "{}")
            time.sleep(0.1)

    def wait_event(self, kind, seconds=20, count=1, where="true"):
        wait_until(lambda: self.sql.one(f"SELECT count(*) FROM events_json WHERE type = '{kind}' AND {where}") >= count, seconds, f"{count} {kind}")

    def reopen(self):
        """After PostgreSQL was away."""
        self.sql = Sql(self.place.postgres.url(self.database, "postgres"))

    def views(self):
        rows = self.sql.rows("""SELECT kind, key, position, project, environment, status, sort, convert_from(body, 'UTF8') AS body
                                FROM view_rows WHERE status <> 'removed' ORDER BY kind, key""")
        return {(row["kind"], row["key"]): row for row in rows}

    def empty_views(self):
        self.sql.do("BEGIN; UPDATE checkpoints SET position = 0 WHERE name = 'views'; DELETE FROM view_rows; COMMIT")

    def close(self, keep=False):
        if self.subscriber:
            self.subscriber.over.set()
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
                process.wait()
        if keep:
            self.keep_events()
        self.sql.close()
        self.place.drop_database(self.database)
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def troubles(self):
        """What did not go well, as lines: a failure that comes once in a hundred runs must tell all there is to know."""
        told = [f"was answered: {line}" for line in self.generator.lines if line["kind"] == "refused"]
        told += [f"had no answer: {what}" for what in self.generator.silence[-5:]]
        try:
            rows = self.sql.rows(f"""SELECT stream, type, left(data::text, 300) AS data FROM events_json
                WHERE type IN ('step_failed', 'step_unknown', 'run_interrupted', 'attention_needed', 'release_build_failed', 'release_superseded', {', '.join(f"'{e}'" for e in ENDED[1:])})
                ORDER BY position""")
        except (OSError, RuntimeError, ValueError):
            return told
        return told + [f"in the log: {row['stream']} {row['type']} {row['data']}" for row in rows]

    def keep_events(self):
        """The log as text, beside the processes' output. A story may break off while the database is away."""
        try:
            lines = self.sql.do("SELECT position || ' ' || stream || ' ' || type || ' ' || actor || ' ' || causation || ' ' || data FROM events_json ORDER BY position")
            (self.folder / "events").write_text("\n".join(lines))
        except (OSError, RuntimeError, ValueError) as why:
            (self.folder / "events").write_text(f"the database is away: {why}\n")
