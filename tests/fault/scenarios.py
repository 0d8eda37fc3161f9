"""Faults around the processes: databases that die, workers that are told to stop, nodes and repositories that misbehave."""
import json
import os
import subprocess
import threading
import time

from judge import Judge
from machines import Sql, wait_until
from points import begin, builds_of, finish, state_of
from repository import HOOK_SECONDS


class Load:
    """Deliveries without pause while something breaks; notes when each was taken."""

    def __init__(self, world):
        self.world, self.over, self.taken = world, threading.Event(), []
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.over.is_set():
            if self.world.ping() in self.world.generator.acknowledged:
                self.taken.append(time.monotonic())
            self.over.wait(0.02)

    def wait_resumed(self, since, seconds=10):
        wait_until(lambda: self.taken and self.taken[-1] > since, seconds, "deliveries are taken again")
        return self.taken

    def stop(self):
        self.over.set()
        self.thread.join(15)


def postgres_killed(world, _):
    """PostgreSQL dies with a batch in the air and comes back: 503 with Retry-After meanwhile, nothing acknowledged is lost."""
    begin(world)
    world.end("server-1")
    world.start_server("I8:stop:3")  # sleeps with everything written and COMMIT not sent
    load = Load(world)
    wait_until(lambda: state_of(world.processes["server-1"].pid) == "T", 20, "the server is about to commit")
    world.sql.close()
    world.place.postgres.kill()
    world.processes["server-1"].send_signal(18)  # SIGCONT
    wait_until(lambda: any(line["kind"] == "refused" and line["status"] == 503 and line["retry_after"] for line in world.generator.lines), 10, "503 with Retry-After")
    world.place.postgres.start()
    back = time.monotonic()
    world.reopen()
    load.wait_resumed(back)
    world.push(1)  # its worker has only connections that died meanwhile
    world.wait_event("release_went_live", 10, count=2)
    load.stop()
    wrong = [line for line in world.generator.lines if line["kind"] == "refused" and (line["status"] != 503 or not line["retry_after"])]
    return [f"refused without 503 and Retry-After: {line}" for line in wrong] + finish(world)


def postgres_restarted(world, _):
    begin(world)
    load = Load(world)
    world.push(1)
    world.sql.close()
    world.place.postgres.kill()
    world.place.postgres.start()
    back = time.monotonic()
    world.reopen()
    load.wait_resumed(back)
    world.wait_event("release_went_live", 10 + world.lease_seconds, count=2)
    load.stop()
    return finish(world)


def redis_flushed(world, _):
    begin(world)
    load = Load(world)
    for number in (1, 2):
        world.push(number)
        for _ in range(20):
            world.place.redis.ask("FLUSHALL")
            time.sleep(0.02)
    world.wait_event("release_went_live", 10, where=f"data->>'commit' = '{world.repository.commits[2]}'")
    load.stop()
    return finish(world)


def redis_killed(world, _):
    begin(world)
    load = Load(world)
    world.place.redis.kill()
    world.push(1)
    world.wait_event("release_went_live", 10, count=2)  # workers ask PostgreSQL meanwhile
    world.place.redis.start()                            # empty
    world.push(2)
    world.wait_event("release_went_live", 10, count=3)
    load.stop()
    return finish(world)


def two_of_everything(world, _):
    """Two servers, two workers, and a Redis that repeats every offer: still each thing once."""
    begin(world)
    world.start_server(name="server-2", port=world.second_port)
    world.start_worker(name="worker-2")
    over = threading.Event()

    def repeat():
        sql = Sql(world.place.postgres.url(world.database, "postgres"))
        while not over.wait(0.03):
            for row in sql.rows("SELECT id FROM runs WHERE open"):
                world.place.redis.ask("XADD", "eeveon:runs", "*", "run", row["id"])
        sql.close()
    chatter = threading.Thread(target=repeat, daemon=True)
    chatter.start()
    for number in (1, 2, 3):
        world.push(number)
        world.ping()
    try:
        world.rest()
    finally:
        over.set()
        chatter.join(5)
    world.end("server-2")
    return finish(world)


def bad_release(world, _):
    """A commit whose health check fails: every node is back on the release before."""
    begin(world)
    world.push(3)
    world.rest()
    if not world.sql.one("SELECT count(*) FROM events WHERE type = 'deployment_rolled_back'"):
        return ["the bad commit was not rolled back"] + Judge(world).verdict()
    return Judge(world).verdict() + finish(world)


def late_delivery(world, _):
    """With `queue: queue` each commit has its turn, in the order of the history and not of the deliveries."""
    begin(world)
    spec = world.spec()
    spec["environments"]["production"]["queue"] = "queue"
    world.generator.must("PUT", "/api/v1/projects/fault", spec)
    early, late, newest = (world.repository.push(number) for number in (1, 2, 6))
    for body in (early, newest, late):
        world.generator.deliver("push", body)
    world.rest()
    commits = world.repository.commits
    live = [row["commit"] for row in world.sql.rows("SELECT data->>'commit' AS commit FROM events_json WHERE type = 'release_went_live' ORDER BY position")]
    wrong = [] if live == [commits[0], commits[1], commits[6]] else [f"live were, in this order, the commits {[commits.index(one) for one in live]}"]
    wrong += said(world, "superseded", ["moved on", commits[6][:8]])
    world.generator.must("PUT", "/api/v1/projects/fault", world.spec())
    return wrong + finish(world)


def drained(world, _):
    """SIGTERM in the middle of a hook: the step ends or is handed back, and is no attempt of the run."""
    begin(world)
    world.generator.must("PUT", "/api/v1/projects/fault", world.spec(build={"run": [["sh", "-c", "sleep $(cat pause); sleep $(cat pause)"]]}))
    world.push(5)
    world.wait_event("step_started", where="data->>'step' = 'build@worker'", count=2)
    began = time.monotonic()
    if (code := world.end("worker-1")) != 0:
        return [f"the worker ended with {code}"]
    took = time.monotonic() - began
    attempts = world.sql.one("SELECT max(attempts) FROM runs WHERE state = 'queued'")
    wrong = []
    if attempts != 0:
        wrong.append(f"the interrupted step counts as an attempt: {attempts}")
    if not world.sql.one("SELECT count(*) FROM events WHERE type = 'run_interrupted'"):
        wrong.append("the log does not say that the run was handed back")
    if took > 3 + 2 * HOOK_SECONDS:
        wrong.append(f"the drain took {took:.1f} s")
    world.start_worker()
    world.rest()
    if world.sql.one("SELECT count(*) FROM events WHERE type = 'step_failed'"):
        wrong.append("an interrupted step was recorded as failed")
    return wrong + finish(world)


def forged(world, _):
    """A wrong signature leaves no trace under the id; the same id with another body is a conflict."""
    begin(world)
    head = world.sql.one("SELECT position FROM log_head")
    ask, body = world.generator.ask, json.dumps({"zen": "forged"})
    lies = [{"X-Hub-Signature-256": "sha256=" + "0" * 64}, {"X-Hub-Signature-256": "sha1=" + "0" * 40}, {"X-Hub-Signature-256": ""}]
    wrong = []
    for lie in lies:
        answer = ask("POST", "/hooks/github", body, {"X-GitHub-Event": "ping", "X-GitHub-Delivery": "forged", "Authorization": "", **lie})
        if not answer or answer[0] != 401:
            wrong.append(f"a forged delivery was answered with {answer and answer[0]}")
    if world.sql.one("SELECT position FROM log_head") != head:
        wrong.append("a forged delivery changed the log")
    world.generator.deliver("ping", body, key="forged")
    if "forged" not in world.generator.acknowledged:
        wrong.append("the true delivery was refused after the forged one")
    other = body + " "
    answer = ask("POST", "/hooks/github", other, world.generator.signed("forged", "ping", other))
    if not answer or answer[0] != 409:
        wrong.append(f"another body under a known id was answered with {answer and answer[0]}")
    return wrong + finish(world)


def ends_with(world, number, status, words, **spec):
    """Deploys a commit of the chain with another spec; it must end as `status`, with a reason that says `words`."""
    world.generator.must("PUT", "/api/v1/projects/fault", world.spec(**spec))
    world.push(number)
    world.rest()
    return said(world, status, words)


def said(world, status, words):
    rows = world.sql.rows(f"SELECT type, data FROM events_json WHERE type LIKE 'deployment\\_{status}' ORDER BY position DESC LIMIT 1")
    if not rows:
        return [f"nothing ended as {status}"]
    reason = rows[0]["data"].get("reason", "")
    return [] if all(word in reason for word in words) else [f"the reason does not say {words}: {reason}"]


def chatty_build(world, _):
    begin(world)
    loud = {"run": [["sh", "-c", "yes eeveon | head -c 1000000000"]], "limits": {"output": "1MB"}}
    began = time.monotonic()
    wrong = ends_with(world, 1, "failed", ["limits.output"], build=loud)
    if time.monotonic() - began > 20:
        wrong.append("a build that prints too much was not ended at once")
    size = world.sql.one("SELECT coalesce(sum(length(bytes)), 0) FROM log_chunks")
    wrong += [f"{size} bytes of log were kept"] if size > 2_000_000 else []
    world.generator.must("PUT", "/api/v1/projects/fault", world.spec())
    return wrong + finish(world)


def endless_build(world, _):
    begin(world)
    endless = {"run": [["sh", "-c", "trap '' TERM; (setsid sleep 1000 &) ; while :; do sleep 0.1; done"]], "limits": {"time": "1s"}}
    wrong = ends_with(world, 1, "failed", ["limits.time"], build=endless)
    if left := builds_of(world):
        wrong.append(f"processes of the build are left: {left}")
    world.generator.must("PUT", "/api/v1/projects/fault", world.spec())
    return wrong + finish(world)


def force_pushed_away(world, _):
    """The commit is gone from the repository before it is fetched."""
    begin(world)
    lost = "1" * 40
    body = json.loads(world.repository.push(1))
    body["after"] = body["head_commit"]["id"] = lost
    world.generator.deliver("push", json.dumps(body))  # main stands elsewhere already
    world.rest()
    wrong = said(world, "superseded", ["moved on"])
    world.generator.must("POST", "/api/v1/projects/fault/environments/production/deployments", {"commit": lost})
    world.rest()
    return wrong + said(world, "failed", ["force-pushed"]) + finish(world)


def disk_full(world, _):
    """A node whose disk cannot take the release: told before anything switches, and every node stays as it was."""
    begin(world)
    root = world.nodes["node-2"]
    saved = world.folder / "saved"
    subprocess.run(["cp", "-a", root, saved], check=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", root], capture_output=True).returncode != 0:
        return []  # not allowed to mount here: said by the caller's list of what was skipped
    try:
        subprocess.run(["cp", "-a", f"{saved}/.", root], check=True)
        world.push(1)
        world.rest()
        wrong = said(world, "failed", ["disk is full"]) + Judge(world).verdict()
        subprocess.run(["cp", "-a", f"{root}/.", saved], check=True)
    finally:
        subprocess.run(["umount", "-l", root], check=True)
    subprocess.run(["cp", "-a", f"{saved}/.", root], check=True)
    return wrong + finish(world)


def unreachable_node(world, _):
    begin(world)
    node = {"name": "far", "kind": "ssh", "address": "127.0.0.1", "port": world.second_port, "user": "deploy", "root": str(world.folder / "far"), "groups": ["production"],
            "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKCcdSFHNTEMfQlkBBNbiQb5c4cBzz0HxVBKTfNj1q8x"}
    world.generator.must("POST", "/api/v1/nodes", node)
    world.push(1)
    world.rest()
    wrong = said(world, "failed", ["far"]) + Judge(world).verdict()
    world.generator.must("DELETE", "/api/v1/nodes/far")
    return wrong + finish(world)


SCENARIOS = {
    "two servers, two workers, repeated offers": two_of_everything,
    "bad release": bad_release,
    "late delivery in a queue": late_delivery,
    "PostgreSQL killed in a commit": postgres_killed,
    "PostgreSQL killed and restarted under load": postgres_restarted,
    "Redis flushed under load": redis_flushed,
    "Redis killed and restarted empty under load": redis_killed,
    "drain": drained,
    "forged signature": forged,
    "build that prints 1 GB": chatty_build,
    "build that never ends": endless_build,
    "commit force-pushed away": force_pushed_away,
    "disk full on a node": disk_full,
    "unreachable ssh node": unreachable_node,
}
NEEDS_OWN_POSTGRES = {postgres_killed, postgres_restarted}
NEEDS_MOUNT = {disk_full} if os.geteuid() != 0 else set()
