"""What must be true of Eeveon, told as stories in the order a person would live them. Each builds on the one before."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import uuid

from house import until

ROOT = pathlib.Path(__file__).resolve().parents[2]


def the_first_release_goes_live_by_itself(house):
    first = house.git("rev-parse", "HEAD", folder=house.repository)
    done = house.ended(first)
    assert done["status"] == "succeeded", done
    assert house.live_everywhere("It is live")
    assert house.environment()["current"]["commit"] == first
    for secret in ("admin-token", "webhook-secret"):
        assert os.stat(house.data / secret).st_mode & 0o777 == 0o600, f"{secret} can be read by others"


def a_push_is_live_within_two_seconds(house):
    commit = house.commit({"index.html": "<title>Demo</title>second"}, "Second release")
    began = time.monotonic()
    house.git("push", "-q", "origin", "HEAD:main")
    until(lambda: house.live_everywhere("second"), 20, "the push to be live on three nodes", 0.01)
    seconds = time.monotonic() - began
    done = house.ended(commit)
    assert done["status"] == "succeeded" and done["trigger"] == "push", done
    assert seconds <= 2.0, f"took {seconds:.2f} s from git push to the last node"
    return f"{seconds:.2f} s from git push to the third node"


def every_step_of_it_can_be_read(house):
    commit = house.environment()["current"]["commit"]
    done = house.ended(commit)
    assert {s["id"].split("@")[0] for s in done["steps"]} >= {"resolve", "fetch", "build", "transfer", "switch"}, done["steps"]
    assert all(s["state"] == "succeeded" for s in done["steps"]), done["steps"]
    assert re.fullmatch("[0-9a-f]{64}", done["plan"]["digest"]), done["plan"]
    assert any(c["type"] == "push_received" for c in done["causes"]), done["causes"]
    log = house.eeveon("logs", done["id"])
    assert log.returncode == 0 and "building from" in log.stdout, log
    brought = house.get(f"/api/v1/deployments/{done['id']}/changes")
    assert brought["direction"] == "forward" and [c["subject"] for c in brought["commits"]] == ["Second release"], brought
    assert [f["path"] for f in brought["files"]] == ["index.html"] and brought["totals"]["files"] == 1, brought
    told = house.eeveon("changes", done["id"])
    assert "Second release" in told.stdout and "1 commit, 1 file" in told.stderr, told


def a_bad_commit_is_taken_back_everywhere_and_quarantined(house):
    bad = house.push({"index.html": "<title>Demo</title>bad", "healthz": None}, "Forget the health page")
    done = house.ended(bad)
    assert done["status"] == "rolled_back", done
    assert house.live_everywhere("second"), "not every node is back"
    environment = house.environment()
    assert [q["commit"] for q in environment["quarantine"]] == [bad], environment
    good = house.push({"index.html": "<title>Demo</title>third", "healthz": "ok\n"}, "Third release")
    assert house.ended(good)["status"] == "succeeded"
    assert house.live_everywhere("third")


def a_rollback_takes_less_than_a_second(house):
    before = house.environment()["previous"]["commit"]
    began = time.monotonic()
    house.post("/api/v1/projects/demo/environments/production/rollback")
    until(lambda: house.live_everywhere("second"), 10, "the previous release to be live", 0.01)
    seconds = time.monotonic() - began
    done = house.ended(before, "rollback")
    assert done["status"] == "succeeded" and done["rollback_of"], done
    taken_back = house.get(f"/api/v1/deployments/{done['rollback_of']}")
    assert taken_back["status"] == "succeeded" and taken_back["rolled_back_by"] == done["id"], taken_back
    assert seconds < 1.0, f"took {seconds:.2f} s"
    lost = house.get(f"/api/v1/deployments/{done['id']}/changes")
    assert lost["direction"] == "back" and "Third release" in [c["subject"] for c in lost["commits"]], lost
    return f"{seconds:.2f} s"


def a_forged_webhook_changes_nothing_and_burns_no_delivery(house):
    repository = {"id": 77, "full_name": "x/y", "clone_url": "https://example.invalid/x/y.git"}
    payload = {"ref": "refs/heads/main", "before": "0" * 40, "after": "a" * 40, "repository": repository}
    before = house.get("/api/v1/board")["position"]
    delivery = str(uuid.uuid4())
    assert house.hook(payload, secret="not the secret", delivery=delivery)[0] == 401
    unsigned = {"X-GitHub-Event": "push", "X-GitHub-Delivery": delivery}
    assert house.call("POST", "/hooks/github", b"{}", unsigned, token=False)[0] == 401
    assert house.get("/api/v1/board")["position"] == before
    status, first = house.hook(payload, delivery=delivery)
    assert status == 202 and first["duplicate"] is False, (status, first)
    assert house.hook(payload, delivery=delivery) == (200, {"position": first["position"], "duplicate": True})
    assert house.hook({**payload, "after": "b" * 40}, delivery=delivery)[0] == 409
    assert house.call("GET", "/api/v1/board", token=False)[0] == 401


def the_command_line_keeps_its_word(house):
    status = house.eeveon("status", "-o", "json")
    assert json.loads(status.stdout)["environments"][0]["project"] == "demo" and not status.stderr, status
    plan = house.eeveon("deploy", "demo", "production", "--dry-run", "-o", "json")
    assert plan.returncode == 0 and json.loads(plan.stdout)["plan"]["deploy"], plan
    lost = house.eeveon("deploy", "demo", "production", "--commit", "f" * 40, "--wait", "--timeout", "30s")
    assert lost.returncode == 5, lost
    before, after = json.loads(status.stdout)["environments"][0], house.environment()
    assert (after["last_status"], after["outcomes"][-1]["status"]) == ("failed", "failed"), after
    assert after["current"] == before["current"], "what is live was never touched"
    told = house.eeveon("status")
    assert "failed" in told.stdout and f"{after['current']['commit'][:12]} stays live" in told.stderr, told
    assert house.eeveon("rollback", "demo", "production").returncode == 2, "no terminal and no --yes"
    assert house.eeveon("deploy", "nothing", "production", "--ref", "main").returncode == 1
    assert house.eeveon("status", "--token", "wrong").returncode == 4
    typo = house.eeveon("statsu")
    assert typo.returncode == 2 and "did you mean 'status'" in typo.stderr, typo
    wrong = house.folder / "wrong.yaml"
    wrong.write_text("project: shop\nrepository: https://example.invalid/x\nenvirnoments: {}\n")
    applied = house.eeveon("apply", "-f", wrong)
    assert applied.returncode == 2 and "environments" in applied.stderr, applied
    for shell in ("bash", "zsh", "fish"):
        assert "rollback" in house.eeveon("completion", shell).stdout
    assert house.eeveon("nodes", "check").returncode == 0
    busy = house.eeveon("nodes", "list").stdout
    assert len(re.findall(r"\d\.\d\d/\d+ +\d+\.\d/\d+\.\dG +\d+\.\d/\d+\.\dG", busy)) == 3, busy
    why = house.eeveon("why", "demo", "production", "--node", "node-2")
    assert re.search(r"went live on .*node-2(.|\n)* built by (.|\n)*push to main by ", why.stdout), why
    token = house.eeveon("sign-in").stdout.strip().split("#token=")[1]
    assert house.call("POST", "/api/v1/session", {"token": token}, token=False)[0] == 200
    assert house.call("POST", "/api/v1/session", {"token": token}, token=False)[0] == 401, "a link is good once"


def a_second_up_on_the_same_folder_is_refused(house):
    second = house.eeveon("up", "--data", house.data, "--listen", "127.0.0.1:1")
    assert second.returncode == 7 and "running" in second.stderr and house.url in second.stderr, second
    assert house.is_ready()


def what_dies_is_started_again(house):
    for part in ("server", "node-2", "redis-server", "postgres"):
        old = house.process_of(part)
        os.kill(old, signal.SIGKILL)
        until(lambda: house.process_of(part) not in (None, old), 15, f"{part} to be back")
        until(lambda: house.call("GET", "/readyz")[0] == 200 and house.is_ready(), 15, f"everything to be well after {part}")
    commit = house.push({"index.html": "<title>Demo</title>after deaths"}, "After some deaths")
    assert house.ended(commit)["status"] == "succeeded"
    assert house.live_everywhere("after deaths")


def a_worker_killed_at_its_work_is_followed_within_two_seconds(house):
    recipe = house.work / ".eeveon.yaml"
    usual = recipe.read_text()
    commit = house.push({".eeveon.yaml": 'build: { run: [["sleep", "0.5"]] }\n'}, "A slow build")
    row = until(lambda: house.deployment_of(commit), 10, "the deployment to be asked for", 0.005)
    path = f"/api/v1/deployments/{row['id']}"
    until(lambda: any(s["id"] == "build@worker" for s in house.get(path)["steps"]), 10, "the build to run", 0.005)
    os.kill(house.process_of("worker"), signal.SIGKILL)
    began = time.monotonic()
    builds = lambda: [s for s in house.get(path)["steps"] if s["id"] == "build@worker"]  # noqa: E731
    until(lambda: len(builds()) == 2, 10, "the build to be taken up again", 0.005)
    seconds = time.monotonic() - began
    assert house.ended(commit)["status"] == "succeeded"
    house.push({".eeveon.yaml": usual}, "The usual build")
    assert seconds < 2.0, f"taken up after {seconds:.1f} s"
    return f"taken up {seconds:.2f} s after the kill"


def after_kill_9_of_everything_it_finishes_and_nothing_happens_twice(house):
    slowest = 0
    for attempt in range(3):
        text = f"fourth-{attempt}"
        commit = house.push({"index.html": f"<title>Demo</title>{text}", "healthz": "ok\n"}, f"Fourth release, {attempt}")
        row = until(lambda: house.deployment_of(commit), 10, "the deployment to be asked for", 0.005)
        path = f"/api/v1/deployments/{row['id']}"
        until(lambda: len(house.get(path)["steps"]) > 2 + 3 * attempt, 10, "it to be in the middle", 0.005)
        house.kill_everything()
        began = time.monotonic()
        house.start()
        done = house.ended(commit)
        slowest = max(slowest, time.monotonic() - began)
        assert done["status"] == "succeeded", done
        assert house.live_everywhere(text)
        assert len([d for d in house.deployments() if d["commit"] == commit]) == 1, "the push was deployed twice"
        switched = [s for s in done["steps"] if s["id"].startswith("switch@") and s["state"] == "succeeded"]
        assert len(switched) == 3, switched
    positions = [e["position"] for e in house.events()]
    assert positions == list(range(1, len(positions) + 1)), "the log has a hole"
    return f"at most {slowest:.1f} s from the new start to the deployment's end"


def a_push_into_a_stopped_eeveon_is_not_lost(house):
    assert house.stop() == 0
    assert not house.is_ready()
    assert not house.processes(), "something is left running after Ctrl-C"
    commit = house.push({"index.html": "<title>Demo</title>fifth"}, "Fifth release")
    seconds = house.start()
    assert house.ended(commit)["status"] == "succeeded"
    assert house.live_everywhere("fifth")
    assert seconds <= 5, f"the second start took {seconds:.1f} s"
    return f"ready again in {seconds:.1f} s"


ALL = [
    the_first_release_goes_live_by_itself,
    a_push_is_live_within_two_seconds,
    every_step_of_it_can_be_read,
    a_bad_commit_is_taken_back_everywhere_and_quarantined,
    a_rollback_takes_less_than_a_second,
    a_forged_webhook_changes_nothing_and_burns_no_delivery,
    the_command_line_keeps_its_word,
    a_second_up_on_the_same_folder_is_refused,
    what_dies_is_started_again,
    a_worker_killed_at_its_work_is_followed_within_two_seconds,
    after_kill_9_of_everything_it_finishes_and_nothing_happens_twice,
    a_push_into_a_stopped_eeveon_is_not_lost,
]
