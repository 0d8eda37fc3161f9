"""Stories beside the main road: other ways in, people's words on a stuck deployment, several servers, the command line's promises."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess

from house import until
from ports import free_port
from shop import Shop


def a_command_tells_of_health_between_deployments(house):
    shop = Shop(house, "watched", production={"health": {"command": {"run": [["test", "-e", "page"]], "on": "node"}}})
    house.post("/api/v1/projects/watched/environments/production/deployments", {"commit": shop.first})
    assert shop.ended(shop.first, "manual")["status"] == "succeeded"

    def is_found(health):
        node = next(node for node in house.get("/api/v1/nodes")["nodes"] if node["name"] == "node-1")
        return node["checks"].get("watched/production") == health and node
    until(lambda: is_found("up"), 40, "the node to be found healthy")
    page = house.data / "demo" / "nodes" / "node-1" / "watched" / "production" / "current" / "page"
    text = page.read_text()
    page.unlink()
    node = until(lambda: is_found("down"), 60, "the node to be found ill")
    assert node["details"]["watched/production"] == "not healthy: the check ended with 1", node
    page.write_text(text)
    until(lambda: is_found("up"), 60, "the node to be found healthy again")


def a_repository_without_a_webhook_is_asked(house):
    shop = Shop(house, "polled", poll="1s", production={"deploy_on": {"push": "main"}})
    assert shop.ended(shop.first, "poll")["status"] == "succeeded"
    second = shop.push({"page": "second"})
    assert shop.ended(second, "poll")["status"] == "succeeded"
    assert shop.live() == "second"
    assert len(shop.rows()) == 2, "asked again and again, but told once each"


def a_published_release_deploys_its_tag(house):
    shop = Shop(house, "tagged", production={"deploy_on": {"release": "published"}})
    tagged = shop.push({"page": "tagged"}, tag="v1.0")
    shop.push({"page": "after the tag"})
    repository = {"id": 4711, "full_name": "acme/tagged", "clone_url": shop.url, "default_branch": "main"}
    release = {"id": 1, "tag_name": "v1.0", "name": "One", "draft": False, "prerelease": False, "author": {"login": "ada"}}
    for action in ("created", "published"):
        status, answer = house.hook({"action": action, "release": release, "repository": repository}, event="release")
        assert status == 202, answer
    done = shop.ended(tagged, "release")
    assert done["status"] == "succeeded" and done["ref"] == "refs/tags/v1.0", done
    assert shop.live() == "tagged" and len(shop.rows()) == 1
    project = next(p for p in house.get("/api/v1/projects")["projects"] if p["name"] == "tagged")
    assert project["repository_bound"] and project["default_branch"] == "main", project


def a_stuck_deployment_waits_for_a_persons_word(house):
    """A hook may do what cannot be done twice: when its worker dies, only a person can say what became of it."""
    shop = Shop(house, "stuck", hooks={"before": [["sh", "-c", f"cd '{house.folder}' && echo >> hook-ran; while [ -e hook-waits ]; do sleep 0.02; done"]]})
    waits, ran = house.folder / "hook-waits", house.folder / "hook-ran"
    house.folder.chmod(0o777)  # the hook writes here, whoever it runs as

    def get_stuck(text):
        commit = shop.push({"page": text})
        waits.touch()
        ran.unlink(missing_ok=True)
        asked = house.post("/api/v1/projects/stuck/environments/production/deployments", {"commit": commit})
        until(ran.exists, 20, "the hook to run", 0.01)
        os.kill(house.process_of("worker"), signal.SIGKILL)
        path = f"/api/v1/deployments/{asked['deployment']}"
        until(lambda: house.get(path)["status"] == "needs_attention", 20, "the deployment to need attention")
        waits.unlink()
        return asked["deployment"], path

    def ends(path, status):
        until(lambda: house.get(path)["status"] not in ("needs_attention", "running"), 20, "the word to be followed")
        assert house.get(path)["status"] == status, house.get(path)

    stuck, path = get_stuck("retried")
    assert house.get(path)["actions"] == {"cancel": True, "retry": True, "mark_done": True, "rollback": False}, house.get(path)["actions"]
    ran.unlink()
    house.post(f"{path}/retry")
    ends(path, "succeeded")
    assert ran.exists() and shop.live() == "retried", "the hook was to run again"
    assert house.call("POST", f"{path}/retry", {})[0] == 409

    stuck, path = get_stuck("marked")
    ran.unlink()
    said = house.eeveon("mark-done", stuck)
    assert said.returncode == 0, said
    ends(path, "succeeded")
    assert not ran.exists() and shop.live() == "marked", "the hook was not to run again"

    stuck, path = get_stuck("given up")
    said = house.eeveon("cancel", stuck, "-o", "json")
    assert said.returncode == 0 and json.loads(said.stdout)["deployment"] == stuck, said
    ends(path, "cancelled")
    assert shop.live() == "marked", "nothing was to change"
    assert house.eeveon("cancel", stuck).returncode == 7
    said = house.eeveon("retry", stuck)
    anew = said.stdout.strip()
    assert said.returncode == 0 and anew not in ("", stuck), f"what has ended is asked for anew: {said}"
    until(lambda: house.get(f"/api/v1/deployments/{anew}")["status"] == "succeeded", 20, "the new deployment")
    assert shop.live() == "given up"
    said = house.eeveon("logs", anew, "--step", "biuld@worker")
    assert said.returncode == 1 and "there is no step biuld@worker" in said.stderr, said


def nodes_in_doubt_are_named_until_a_deployment_settles_it(house):
    """When even going back fails, nobody may be told that the release from before is running."""
    fails, stuck = house.folder / "after-fails", house.folder / "before-fails"
    house.folder.chmod(0o777)  # the hooks write here, whoever they run as
    shop = Shop(house, "doubted", hooks={"before": [["sh", "-c", f"! test -e '{stuck}'"]],
                                         "after": [["sh", "-c", f"! test -e '{fails}' || {{ touch '{stuck}'; exit 1; }}"]]})

    def deploy(commit, status):
        asked = house.post("/api/v1/projects/doubted/environments/production/deployments", {"commit": commit})
        path = f"/api/v1/deployments/{asked['deployment']}"
        until(lambda: house.get(path)["status"] not in ("queued", "running"), 30, "the deployment to end")
        done = house.get(path)
        assert done["status"] == status, done
        return done

    deploy(shop.first, "succeeded")
    second = shop.push({"page": "second"})
    fails.touch()
    failed = deploy(second, "failed")
    assert failed["reason"].startswith("going back failed"), failed
    assert shop.live() == "second", "the node was to be left on the new release"
    place = until(lambda: next((e for e in [house.environment_of("doubted")] if e.get("doubt")), None), 10, "the doubt to be told")
    assert place["current"]["commit"] == shop.first, place
    assert (place["doubt"]["commit"], place["doubt"]["nodes"], place["doubt"]["deployment"]) == (second, ["node-1"], failed["id"]), place
    said = house.eeveon("status", "doubted")
    assert f"{shop.first[:12]}?" in said.stdout and f"node-1 may run {second[:12]} instead" in said.stderr, said
    node = next(n for n in house.get("/api/v1/nodes")["nodes"] if n["name"] == "node-1")
    assert house.eeveon("nodes", "remove", "node-1", "--force").returncode == 0
    until(lambda: not house.environment_of("doubted").get("doubt"), 10, "the node that left to be named no longer")
    house.post("/api/v1/nodes", {key: node[key] for key in ("name", "kind", "address", "root", "groups")}, 201)
    back = until(lambda: house.environment_of("doubted").get("doubt"), 10, "the doubt to come back with its node")
    assert back == place["doubt"], back
    for mark in (fails, stuck):
        mark.unlink()
    deploy(second, "succeeded")
    until(lambda: not house.environment_of("doubted").get("doubt"), 10, "the doubt to be gone")
    assert "?" not in house.eeveon("status", "doubted").stdout


def a_paused_server_is_followed_by_the_other(house):
    first = house.process_of("server")
    words = pathlib.Path(f"/proc/{first}/cmdline").read_bytes().decode().split("\0")[:-1]
    port = free_port()
    words[words.index("--listen") + 1] = f"127.0.0.1:{port}"
    words[words.index("--name") + 1] = "server-2"
    del words[words.index("--admin-token-file"):][:2]
    log = house.folder / "server-2.log"
    with open(log, "wb") as out:
        second = subprocess.Popen(words, stdout=out, stderr=out, cwd=house.folder)
    there = type(house)(house.program, house.folder)
    there.url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: there.call("GET", "/readyz")[0] == 200, 20, "the second server to be ready")
        commit = house.push({"index.html": "<title>Demo</title>two servers"}, "Told to one, shown by both")
        assert house.ended(commit)["status"] == "succeeded"
        until(lambda: there.environment_of("demo")["current"]["commit"] == commit, 10, "the other server to show it")
        assert "takes over" not in log.read_text(), log.read_text()
        os.kill(first, signal.SIGSTOP)
        try:
            asked = there.post("/api/v1/projects/demo/environments/production/rollback")
            path = f"/api/v1/deployments/{asked['deployment']}"
            until(lambda: there.get(path)["status"] == "succeeded", 20, "the second server to take over")
        finally:
            os.kill(first, signal.SIGCONT)
        assert re.search("takes over: .*gate", log.read_text())
        until(lambda: house.call("GET", path)[0] == 200, 20, "the first server to be back")
        commit = house.push({"index.html": "<title>Demo</title>both awake"}, "Both awake again")
        assert house.ended(commit)["status"] == "succeeded"
        assert len([d for d in house.deployments() if d["commit"] == commit]) == 1
        for text in (log.read_text(), (house.data / "logs" / "server.log").read_text()):
            assert "conflict" not in text, text[-2000:]
    finally:
        second.terminate()
        assert second.wait(30) == 0
    until(house.is_ready, 20, "the first server to serve alone again")


def every_verb_speaks_json_and_yaml(house):
    newest = next(d for d in house.deployments() if d["trigger"] == "push")["id"]
    for words in (["status"], ["status", newest], ["status", newest.removeprefix("dep_")], ["history"], ["projects"], ["nodes", "list"], ["nodes", "check"], ["check"], ["vacuum"], ["sign-in"],
                  ["rollback", "demo", "production", "--dry-run"]):
        table, as_json, as_yaml = (house.eeveon(*words, "-o", form) for form in ("table", "json", "yaml"))
        assert table.returncode == as_json.returncode == as_yaml.returncode == 0, (words, table, as_json, as_yaml)
        assert isinstance(json.loads(as_json.stdout), dict), (words, as_json)
        first = next(iter(json.loads(as_json.stdout)))
        assert as_yaml.stdout.startswith(f"{first}:") and as_yaml.stdout != as_json.stdout, (words, as_yaml.stdout[:80])
    for words in (["events", "--limit", "5"], ["logs", newest]):
        lines = house.eeveon(*words, "-o", "json").stdout.splitlines()
        assert lines and all(isinstance(json.loads(line), dict) for line in lines), words
    for shell, check in (("bash", ["bash", "-n"]), ("zsh", ["zsh", "-n"]), ("fish", ["fish", "-n"])):
        script = house.eeveon("completion", shell).stdout
        assert "mark-done" in script and "--dry-run" in script, shell
        if shutil.which(check[0]):
            done = subprocess.run([*check, "/dev/stdin"], input=script, capture_output=True, text=True, timeout=20)
            assert done.returncode == 0, (shell, done.stderr)


def every_exit_code_means_what_it_says(house):
    expected = {
        0: ["status"],
        1: ["status", "dep_nothing"],
        2: ["history", "--limit", "0"],
        4: ["status", "--token", "wrong"],
        5: ["deploy", "demo", "production", "--commit", "e" * 40, "--wait", "--timeout", "30s"],
        7: ["cancel", house.deployments()[0]["id"]],
    }
    for code, words in expected.items():
        done = house.eeveon(*words)
        assert done.returncode == code, (code, done)
        assert code == 0 or done.stderr.startswith("eeveon: ") or code == 5, done
    nowhere = house.eeveon("deploy", "demo", "nowhere")
    assert nowhere.returncode == 1 and "there is: production" in nowhere.stderr, nowhere
    assert "limit: limit" not in house.eeveon("history", "--limit", "0").stderr, "a field is named once"
    hasty = house.eeveon("up", "--data", str(house.data / "never"), "--lease", "1s")
    assert hasty.returncode == 2 and not (house.data / "never").exists(), hasty
    Shop(house, "untouched")
    assert house.eeveon("rollback", "untouched", "production", "--yes").returncode == 6
    slow = Shop(house, "slow", build={"run": [["sleep", "20"]]})
    late = house.eeveon("deploy", "slow", "production", "--commit", slow.first, "--wait", "--timeout", "200ms")
    assert late.returncode == 3 and "eeveon logs -f dep_" in late.stderr, late
    running = slow.rows()[0]["id"]
    words = [house.program, "deploy", "slow", "production", "--commit", slow.first, "--wait"]
    here = {**os.environ, "EEVEON_URL": house.url, "EEVEON_TOKEN": house.token}
    for words, hint in (([house.program, "logs", "-f", running], "eeveon logs -f"), ([house.program, "events", "-f"], "eeveon events -f --after")):
        follows = subprocess.Popen(list(map(str, words)), env=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert follows.stdout.readline(), words
        follows.send_signal(signal.SIGINT)
        _, said = follows.communicate(timeout=10)
        assert follows.returncode == 130 and hint in said, (words, follows.returncode, said)
    assert house.eeveon("cancel", running).returncode == 0
    until(lambda: slow.rows()[0]["status"] == "cancelled", 20, "the slow build to be given up")
    build = lambda: next(step for step in house.get(f"/api/v1/deployments/{running}")["steps"] if step["id"] == "build@worker")  # noqa: E731
    until(lambda: build()["state"] != "running", 20, "its build to be told as ended")
    assert (build()["state"], build()["reason"]) == ("interrupted", "cancelled") and build()["finished_at"], build()


def a_project_is_told_by_its_own_builds_and_checks(house):
    shop = Shop(house, "plain", build={"run": [["test", "-e", "builds"]]})
    deploy = lambda: house.eeveon("deploy", "plain", "production", "--ref", "main", "--wait").returncode  # noqa: E731
    row = lambda: next(e for e in house.get("/api/v1/board")["environments"] if e["project"] == "plain")  # noqa: E731

    def status():
        told = house.eeveon("status", "plain")
        return re.split(" {2,}", told.stdout.splitlines()[1].strip()), told.stderr
    assert deploy() == 5 and row()["last_status"] == "failed" and len(row()["outcomes"]) == 1, row()
    assert status()[0] == ["plain", "production", "failed", "1"] and "nothing is live" in status()[1], status()
    works = shop.push({"builds": "yes", "page": "works"})
    assert deploy() == 0, row()
    cells, remarks = status()
    assert cells[2:4] == ["succeeded", works[:12]] and cells[5] == "1 unknown" and not remarks, (cells, remarks)
    (shop.work / "builds").unlink()
    shop.push({"page": "broken"})
    assert deploy() == 5 and row()["current"]["commit"] == works and shop.live() == "works", row()
    cells, remarks = status()
    assert cells[2:4] == ["failed", works[:12]] and f"{works[:12]} stays live" in remarks, (cells, remarks)


ALL = [
    a_project_is_told_by_its_own_builds_and_checks,
    a_command_tells_of_health_between_deployments,
    a_repository_without_a_webhook_is_asked,
    a_published_release_deploys_its_tag,
    a_stuck_deployment_waits_for_a_persons_word,
    nodes_in_doubt_are_named_until_a_deployment_settles_it,
    a_paused_server_is_followed_by_the_other,
    every_verb_speaks_json_and_yaml,
    every_exit_code_means_what_it_says,
]
