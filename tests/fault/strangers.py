"""What comes from outside and is wrong, late or too much: deliveries, commits, builds, nodes."""
import json
import subprocess
import time

from judge import Judge
from points import begin, builds_of, finish


def late_delivery(world, _):
    """With `queue: queue` each commit has its turn, in the order of the history and not of the deliveries."""
    begin(world)
    spec = world.spec()
    spec["environments"]["production"]["queue"] = "queue"
    world.generator.must("PUT", "/api/v1/projects/fault", spec)
    early, late, newest = (world.repository.push(number) for number in (1, 2, 6))
    for body in (early, newest, late):
        world.generator.deliver("push", body)
        world.generator.deliver_unanswered()  # else the order would be another
    world.rest()
    commits = world.repository.commits
    live = [row["commit"] for row in world.sql.rows("SELECT data->>'commit' AS commit FROM events_json WHERE type = 'release_went_live' ORDER BY position")]
    wrong = [] if live == [commits[0], commits[1], commits[6]] else [f"live were, in this order, the commits {[commits.index(one) for one in live]}"]
    wrong += said(world, "superseded", ["moved on", commits[6][:8]])
    world.generator.must("PUT", "/api/v1/projects/fault", world.spec())
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
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", root], check=True)
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
