"""Faults around the processes: databases that die, workers that are told to stop, everything twice."""
import signal
import threading
import time

from judge import Judge
from machines import Sql, wait_until
from points import begin, finish, state_of
from repository import HOOK_SECONDS
from strangers import chatty_build, disk_full, endless_build, force_pushed_away, forged, late_delivery, unreachable_node


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


def postgres_frozen(world, _):
    """PostgreSQL lives and does not answer: everybody is told in time, one SIGTERM is enough, and nothing acknowledged is lost."""
    begin(world)
    world.start_server(name="server-2", port=world.second_port)
    world.start_worker(name="worker-2")
    world.generator.must("PUT", "/api/v1/projects/fault", world.spec(build={"run": [["sh", "-c", "sleep $(cat pause)"]]}))
    world.push(5)
    world.wait_event("step_started", where="data->>'step' = 'build@worker'", count=2)
    world.sql.close()
    world.place.postgres.freeze()
    try:
        wrong = told_in_time(world) + ended_in_time(world)
    finally:
        world.place.postgres.thaw()
    world.reopen()
    world.start_worker()
    wait_until(lambda: (world.generator.ask("GET", "/readyz") or [0])[0] == 200, 20, "server-1 is ready again")
    world.rest()
    return wrong + finish(world)


def told_in_time(world):
    wrong = []

    def ask(what, seconds, answer):
        began = time.monotonic()
        got = answer()
        took = time.monotonic() - began
        if not got or got[0] != 503 or took > seconds:
            wrong.append(f"{what}: {got and got[0]} after {took:.1f} s")
        elif not got[1].get("Retry-After") or got[1].get("Content-Type") != "application/problem+json":
            wrong.append(f"{what}: no Retry-After, or no problem+json")
        return got
    ready = ask("/readyz", 3, lambda: world.generator.ask("GET", "/readyz", timeout=30))
    if ready and "PostgreSQL does not answer" not in str(ready[2]):
        wrong.append(f"/readyz says {ready[2]}")
    ask("a list", 8, lambda: world.generator.ask("GET", "/api/v1/events", timeout=30))
    body = '{"zen": "frozen"}'
    for number in (1, 2):
        world.generator.sent[f"frozen-{number}"] = ("ping", body)
        ask(f"delivery {number}", 9, lambda: world.generator.ask("POST", "/hooks/github", body, world.generator.signed(f"frozen-{number}", "ping", body), timeout=30))
    return wrong


def ended_in_time(world):
    wrong, began = [], time.monotonic()
    leaving = {name: world.processes[name] for name in ("server-2", "worker-1", "worker-2")}
    for process in leaving.values():
        process.send_signal(signal.SIGTERM)
    for name in leaving:
        world.end(name, 0, 40)  # no second signal
        took, said = time.monotonic() - began, (world.folder / f"{name}.log").read_text()
        if took > 35:
            wrong.append(f"{name} ended after {took:.1f} s")
        if "not wait" not in said and leaving[name].returncode != 0:
            wrong.append(f"{name} ended with {leaving[name].returncode} and did not say what it does not wait for")
    return wrong


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


def sleepy_server(world, _):
    """A server falls asleep between what it has read and what it decides; another decides; then the first wakes up."""
    begin(world)
    world.end("server-1")
    world.start_server("G1:stop")
    world.start_server(name="server-2", port=world.second_port)
    world.generator.port = world.second_port
    world.push(1)
    try:
        wait_until(lambda: state_of(world.processes["server-1"].pid) == "T", 20, "server-1 sleeps")
        world.wait_event("release_went_live", 30, count=2)
    finally:
        world.processes["server-1"].send_signal(18)  # SIGCONT
    wait_until(lambda: "gives up" in (world.folder / "server-1.log").read_text(), 20, "server-1 knows that another decides")
    world.generator.port = world.port
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


SCENARIOS = {
    "two servers, two workers, repeated offers": two_of_everything,
    "server asleep in a decision": sleepy_server,
    "bad release": bad_release,
    "late delivery in a queue": late_delivery,
    "PostgreSQL killed in a commit": postgres_killed,
    "PostgreSQL killed and restarted under load": postgres_restarted,
    "PostgreSQL frozen": postgres_frozen,
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
NEEDS_OWN_POSTGRES = {postgres_killed, postgres_restarted, postgres_frozen}
NEEDS_MOUNT = {disk_full}
