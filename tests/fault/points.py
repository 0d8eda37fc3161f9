"""The points at which a process is killed, and the story that leads there. One row: who dies, where, in which story.
Each run of a point takes the next of its failpoints, so that three runs die at three different moments."""
import os
import signal
import socket
import subprocess
import time

from judge import Judge, v9_views_rebuilt
from machines import Sql, wait_until


def begin(world):
    """A server, a worker, a watching page, and commit 0 live."""
    world.start_server()
    world.start_worker()
    world.found()
    world.watch()
    world.push(0)
    world.wait_event("release_went_live")


def finish(world):
    """What every story ends with: what had no answer is sent again, life goes on, everything rests, the judge speaks."""
    world.generator.deliver_unanswered()
    world.generator.deliver_again()
    world.push(4)
    world.rest()
    world.generator.rollback()
    world.rest()
    if world.subscriber:
        head = world.sql.one("SELECT position FROM log_head")
        wait_until(lambda: (world.subscriber.position or 0) >= head, 10, f"the page is told of {head}")
        world.subscriber.stop()
    for name in [name for name in world.processes if name.startswith("worker")]:
        world.end(name)
    return Judge(world).verdict() + v9_views_rebuilt(world)


def armed_worker(world, point, number=1):
    """The worker dies while it brings one commit to the nodes."""
    begin(world)
    world.end("worker-1")
    world.start_worker(point)
    world.push(number)
    if not world.await_death("worker-1"):
        return [f"{point} was never reached"]
    world.start_worker()
    return finish(world)


def bad_commit(world, point):
    return armed_worker(world, point, number=3)


def armed_server(world, point):
    """The server dies while deliveries come in and one of them is deployed."""
    begin(world)
    world.end("server-1")
    world.start_server(point)
    world.push(1)
    for _ in range(3):
        world.ping()
    if not world.await_death("server-1"):
        return [f"{point} was never reached"]
    world.start_server()
    return finish(world)


def half_a_body(world, point):
    begin(world)
    world.end("server-1")
    world.start_server(point)
    body = world.repository.push(1)
    key = "half-a-body"
    world.generator.sent[key] = ("push", body)
    headers = "".join(f"{name}: {value}\r\n" for name, value in world.generator.signed(key, "push", body).items() if value)
    with socket.create_connection(("127.0.0.1", world.port)) as line:
        line.sendall(f"POST /hooks/github HTTP/1.1\r\nHost: fault\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode())
        time.sleep(0.1)
        line.sendall(body[:100].encode())
        if not world.await_death("server-1"):
            return [f"{point} was never reached"]
    world.start_server()
    if world.sql.one("SELECT count(*) FROM deliveries WHERE key = 'half-a-body'") != 0:
        return ["V1: half a body left a trace"]
    return finish(world)


def swept(world, point):
    """The worker dies too, so that the sweeper has something to find."""
    begin(world)
    world.end("server-1")
    world.start_server(point)
    world.end("worker-1")
    world.start_worker("W5@transfer")
    world.push(1)
    if not world.await_death("worker-1") or not world.await_death("server-1"):
        return [f"{point} was never reached"]
    world.start_server()
    world.start_worker()
    return finish(world)


def zombie(world, point):
    """A worker sleeps past its lease in the middle of a step; another finishes its work; then it wakes up."""
    begin(world)
    world.end("worker-1")
    world.start_worker(point)
    world.push(1)
    wait_until(lambda: state_of(world.processes["worker-1"].pid) == "T", 20, "worker-1 sleeps")
    world.start_worker(name="worker-2")
    world.rest(world.lease_seconds + 30)
    before = world.sql.one("SELECT position FROM log_head")
    world.processes["worker-1"].send_signal(signal.SIGCONT)
    log = world.folder / "worker-1.log"
    wait_until(lambda: "the lease is lost" in log.read_text(), 10, "worker-1 sees that its lease is lost")
    late = world.sql.one(f"SELECT count(*) FROM events WHERE position > {before} AND actor = 'worker-1'")
    wrong = [f"V6: worker-1 wrote {late} events after it had lost its run"] if late else []
    return wrong + said_late(world) + finish(world)


def said_late(world):
    """The sleeper's switch reaches its node only now, word for word: the node itself must refuse it."""
    fences = [row["position"] for row in world.sql.rows("SELECT position FROM events WHERE type = 'run_claimed' AND stream LIKE 'deployment-%' ORDER BY position")]
    release = world.sql.one("SELECT data->>'release' FROM events_json WHERE type = 'release_went_live' ORDER BY position LIMIT 1")
    root = world.nodes["node-1"]
    script = next((root / ".eeveon").glob("node-*"))
    line = f"switch fault production 0.{fences[-2]} {release}\n"
    answer = subprocess.run(["sh", script, root], input=line, capture_output=True, text=True, timeout=20).stdout.splitlines()[-1]
    return [] if answer.startswith("error fenced") else [f"V6: the node answered the old fence with '{answer}'"]


def state_of(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0]


def link_cut(world, _):
    """Renewals hang: the worker itself ends its build before the lease can be given away."""
    begin(world)
    world.generator.must("PUT", "/api/v1/projects/fault", world.spec(build={"run": [["sh", "-c", "sleep $(cat pause)"]]}))
    lock = Sql(world.place.postgres.url(world.database, "postgres"))  # a build does not wait for psql to start
    world.push(5)
    world.wait_event("step_started", where="data->>'step' = 'build@worker'", count=2)  # git works in that folder before
    wait_until(lambda: builds_of(world), 20, "the build runs")
    began = time.monotonic()
    lock.do("BEGIN")
    lock.do("SELECT id FROM runs WHERE state = 'running' FOR UPDATE")
    try:
        wait_until(lambda: not builds_of(world), world.lease_seconds + 0.5, "the worker ends its build")
    except TimeoutError as why:
        return [f"W11: {why}"]
    finally:
        lock.do("ROLLBACK")
        lock.close()
    if time.monotonic() - began < 0.2:
        return ["W11: the build had ended before the link was cut"]
    return finish(world)


def builds_of(world):
    """Processes that work in a build folder of this world."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if f"{world.folder}/workers/builds/" in os.readlink(f"/proc/{pid}/cwd") + "/":
                found.append(pid)
        except OSError:
            continue
    return found


def half_migrated(world, point):
    """A migration dies half done: a server refuses the database, the next migration finishes it."""
    world.sql.close()
    world.place.drop_database(world.database)
    world.place.make_database(world.database, empty=True)
    world.sql = Sql(world.place.postgres.url(world.database, "postgres"))
    migrate = [world.place.binary, "migrate", "--database-admin", world.place.postgres.url(world.database, "postgres")]
    died = subprocess.run(migrate, env={**os.environ, "EEVEON_FAILPOINT": point}, capture_output=True)
    if died.returncode != -signal.SIGKILL:
        return [f"{point} was never reached"]
    world.start_server(wait=False)
    if (code := world.processes.pop("server-1").wait(10)) != 2:
        return [f"M1: a server started on half a schema ended with {code}, not with 2"]
    subprocess.run(migrate, check=True, capture_output=True)
    begin(world)
    return finish(world)


# point: (story, the failpoints of its runs)
POINTS = {
    "I1": (half_a_body, ["I1"]),
    "I2": (armed_server, ["I2", "I2:kill:2", "I2:kill:4"]),
    "I6": (armed_server, ["I6", "I6:kill:2", "I6:kill:5"]),
    "I7": (armed_server, ["I7", "I7:kill:2", "I7:kill:5"]),
    "I8": (armed_server, ["I8", "I8:kill:3", "I8:kill:6"]),
    "I9": (armed_server, ["I9", "I9:kill:2", "I9:kill:5"]),
    "I10": (armed_server, ["I10", "I10:kill:2", "I10:kill:5"]),
    "R1": (armed_server, ["R1:kill:2", "R1:kill:5", "R1:kill:6"]),
    "R2": (armed_server, ["R2:kill:2", "R2:kill:5", "R2:kill:6"]),
    "R3": (swept, ["R3"]),
    "R4": (armed_server, ["R4", "R4:kill:2"]),
    "W1": (armed_worker, ["W1", "W1:kill:2"]),
    "W2": (armed_worker, ["W2", "W2:kill:2"]),
    "W3": (armed_worker, ["W3@switch", "W3@fetch", "W3@verify:kill:2"]),
    "W4": (armed_worker, ["W4:kill:20", "W4:kill:4", "W4:kill:25"]),
    "W5": (armed_worker, ["W5@switch", "W5@transfer:kill:2", "W5@switch:kill:2"]),
    "W6": (armed_worker, ["W6@switch", "W6@pack", "W6@switch:kill:2"]),
    "W7": (armed_worker, ["W7:kill:2", "W7"]),
    "W8": (armed_worker, ["W8@switch", "W8@build", "W8@switch:kill:2"]),
    "W9": (armed_worker, ["W9", "W9:kill:2"]),  # a push ends two runs
    "W10": (zombie, ["W5@switch:stop", "W6@switch:stop", "W5@switch:stop:2"]),
    "W11": (link_cut, ["cut"]),
    "C1": (bad_commit, ["C1", "C1:kill:2"]),
    "C2": (bad_commit, ["C2", "C2:kill:2"]),
    "C3": (bad_commit, ["C3"]),
    "P1": (armed_server, ["P1:kill:2", "P1:kill:3", "P1:kill:4"]),
    "P2": (armed_server, ["P2:kill:2", "P2:kill:3", "P2:kill:4"]),
    "S1": (armed_server, ["S1:kill:2", "S1:kill:6", "S1:kill:4"]),
    "S2": (armed_server, ["S2"]),
    "M1": (half_migrated, ["M1", "M1:kill:3", "M1:kill:5"]),
}
