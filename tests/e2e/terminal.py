"""What a person meets at the terminal: names mistyped, ids cut short, nodes looked at, logs that say why."""
import json
import os
import signal
import subprocess
import threading
import time

from house import House, until
from ports import free_port
from side_roads import Shop


def what_is_not_there_is_said_by_its_name(house):
    for words, code, said in (
        (["history", "demoo"], 1, "there is no project demoo; did you mean demo?"),
        (["history", "demo", "nope"], 1, "there is: production"),
        (["history", "--status", "suceeded"], 2, "did you mean 'succeeded'?"),
        (["status", "nope"], 1, "there is no project nope"),
        (["deploy", "nope", "production"], 1, "there is no project nope"),
        (["rollback", "demo", "prodution", "--yes"], 1, "did you mean production?"),
        (["nodes", "remove", "node-11"], 1, "there is no node node-11; did you mean node-1?"),
        (["nodes", "check", "nope"], 1, "there is no node nope"),
        (["nodes", "add", "Bad_Name", "--kind", "local", "--root", "/srv"], 2, "inner dashes, as bad-name"),
        (["events", "--type", "push_recieved"], 2, "did you mean 'push_received'?"),
        (["events", "--stream", "bogus"], 1, "there is no stream bogus yet; streams are called"),
        (["history", "--limit", "-3"], 2, "--limit: must be a whole number from 1 to 500"),
        (["events", "--limit", "0"], 2, "--limit: must be a whole number from 1 to 1000"),
        (["history", "--after", "dep_ffffffff"], 2, "older ones: eeveon history"),
        (["status", "ffffffff"], 1, "and no deployment begins with dep_ffffffff"),
        (["cancel", "dep_ffffffff"], 1, "no deployment that begins with dep_ffffffff"),
    ):
        done = house.eeveon(*words)
        assert done.returncode == code and said in done.stderr and not done.stdout, (words, done)
    wrong = house.eeveon("status", "--token", "wrong")
    assert wrong.returncode == 4 and "the token is not valid, or no longer" in wrong.stderr, wrong
    assert "Sign in" in house.eeveon("status", EEVEON_TOKEN="", EEVEON_DATA="/nowhere", HOME="/nowhere").stderr
    assert "bench" not in house.eeveon("server", "--help").stdout


def events_begin_with_the_newest(house):
    head = house.get("/api/v1/board")["position"]
    position = lambda line: int(line.split()[0])  # noqa: E731
    newest = house.eeveon("events", "--limit", "3").stdout.splitlines()
    assert len(newest) == 3 and position(newest[-1]) >= head and position(newest[0]) == position(newest[-1]) - 2, newest
    oldest = house.eeveon("events", "--after", "0", "--limit", "2").stdout.splitlines()
    assert [position(line) for line in oldest] == [1, 2], oldest
    words = [house.program, "events", "-f", "--limit", "2", "--url", house.url]
    follows = subprocess.Popen(list(map(str, words)), env={**os.environ, "EEVEON_TOKEN": house.token}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    before = [position(follows.stdout.readline()) for _ in range(2)]
    house.eeveon("nodes", "add", "spare", "--kind", "local", "--root", "/srv")
    after = follows.stdout.readline()
    assert "node_registered" in after and position(after) > before[1] >= head, (before, after)
    follows.send_signal(signal.SIGINT)
    _, said = follows.communicate(timeout=10)
    assert follows.returncode == 130 and "eeveon events -f --after" in said, said
    house.eeveon("nodes", "remove", "spare")


def a_spec_is_checked_by_the_server_before_it_changes_anything(house):
    shop = Shop(house, "checked")
    spec = house.folder / "checked.yaml"
    text = f"project: checked\nrepository: {shop.url}\nenvironments:\n  production:\n    nodes: {{ names: [node-1] }}\n"
    spec.write_text(text)
    assert house.eeveon("apply", "-f", spec).stdout.split() == ["checked", "unchanged"]
    spec.write_text(text + "    queue: refuse\n    deploy_on: { push: mian }\n  staging:\n    nodes: { group: nobody }\n")
    head = house.get("/api/v1/projects/checked")
    dry = house.eeveon("apply", "--dry-run", "-f", spec)
    assert dry.returncode == 0 and dry.stdout.split() == ["checked", "would", "be", "changed"], dry
    assert "environments.production.queue: - -> refuse" in dry.stderr and "nothing was changed" in dry.stderr, dry
    assert f"{spec}:9: environments.staging.nodes: no node is in the group nobody" in dry.stderr, dry
    assert "the repository has no refs/heads/mian" in dry.stderr, dry
    assert house.get("/api/v1/projects/checked")["spec"] == head["spec"]
    assert house.eeveon("apply", "-f", spec).stdout.split() == ["checked", "changed"]
    spec.write_text("project: checked\nrepository: nonsense\nkeep: 0\nenvironments: [x]\n")
    wrong = house.eeveon("apply", "-f", spec)
    assert wrong.returncode == 2, wrong
    lines = wrong.stderr.splitlines()
    for number, field in ((2, "repository"), (3, "keep"), (4, "environments")):
        assert any(line.startswith(f"eeveon: {spec}:{number}: {field} ") for line in lines), lines
    assert "must be a mapping from names" in wrong.stderr and "3 mistakes" in wrong.stderr, wrong
    spec.write_text("project: checked\nrepository: file:///etc\nenvironments: { p: { nodes: { group: x } } }\n")
    refused = house.eeveon("apply", "--dry-run", "-f", spec)
    assert refused.returncode == 2 and "--file-root" in refused.stderr and ":2: repository" in refused.stderr, refused
    first = house.folder / "first.yaml"
    first.write_text(f"project: first\nrepository: {shop.url}\nenvironments: {{ p: {{ nodes: {{ group: x }} }} }}\n")
    twins = house.eeveon("apply", "-f", first, "-f", first)
    assert twins.returncode == 2 and f"{first} and {first} are both of the project first" in twins.stderr, twins
    both = house.eeveon("apply", "-f", first, "-f", spec)
    assert both.returncode == 2 and not both.stdout and house.call("GET", "/api/v1/projects/first")[0] == 404, both


def nodes_say_what_becomes_of_them(house):
    root = house.folder / "spare"
    add = lambda *more: house.eeveon("nodes", "add", "spare", "--kind", "local", "--root", root, *more)  # noqa: E731
    assert add().stdout.split() == ["spare", "added"]
    assert add().stdout.split() == ["spare", "unchanged"]
    assert add("--group", "g").stdout.split() == ["spare", "changed"]
    listed = house.eeveon("nodes", "list").stdout
    assert str(root) in listed and "ROOT" in listed and "USER" in listed, listed
    checked = house.eeveon("nodes", "check", "spare")
    assert checked.returncode == 0, checked
    states = {line.split()[1]: line.split()[2] for line in checked.stdout.splitlines()[1:]}
    assert states["connection"] == "ok" and states["rsync"] == "ok" and states["health"] == "unknown" and "disk" in states, checked
    refused = house.eeveon("nodes", "add", "away", "--address", "127.0.0.1", "--root", "/srv", "--host-key", "ssh-ed25519 AAAA")
    assert refused.returncode == 2 and "ssh-keyscan" in refused.stderr, refused
    house.eeveon("nodes", "add", "away", "--address", "127.0.0.1", "--port", "1", "--root", "/srv", "--user", "nobody", "--host-key",
                 "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f")
    away = house.eeveon("nodes", "check", "away")
    assert away.returncode == 1 and "wrong" in away.stdout, away
    whole = house.eeveon("check")
    rows = {line.split("  ")[0]: line for line in whole.stdout.splitlines()}
    assert whole.returncode == 1 and "wrong" in rows["node away"] and " ok " in rows["node spare"] and "node node-1" in rows, whole
    for name in ("spare", "away"):
        assert house.eeveon("nodes", "remove", name).returncode == 0

    house.eeveon("nodes", "add", "alone", "--kind", "local", "--root", root)
    shop = Shop(house, "lonely", production={"nodes": {"names": ["alone"]}})
    assert house.eeveon("deploy", "lonely", "production", "--commit", shop.first, "--wait").returncode == 0
    refused = house.eeveon("nodes", "remove", "alone")
    assert refused.returncode == 6 and "lonely production" in refused.stderr and "--force" in refused.stderr, refused
    assert house.eeveon("nodes", "remove", "alone", "--force").returncode == 0


def a_beginning_is_enough_where_one_has_it(house):
    shop = Shop(house, "short")
    done = house.eeveon("deploy", "short", "production", "--commit", shop.first[:12], "--wait")
    assert done.returncode == 0, done
    second = shop.push({"page": "second"})
    assert house.eeveon("deploy", "short", "production", "--commit", second[:10], "--wait").returncode == 0
    assert second[:12] in house.eeveon("history", "short").stdout
    newest = house.deployments()[0]["id"]
    assert newest in house.eeveon("status", newest[:-1]).stderr
    page = house.eeveon("history", "short", "--limit", "1")
    assert page.stderr.startswith("older ones: eeveon history short --limit 1 --after "), page
    assert shop.first[:12] in house.eeveon(*page.stderr.split()[3:]).stdout
    behind = house.get("/api/v1/dora/deployments?project=short&figure=lead_time")["deployments"]
    told = [(d["commit"] == second, d["commits"], d["lead_time_from"]) for d in behind]
    assert told == [(True, 1, "commits"), (False, 1, "first")], behind
    listed = house.eeveon("dora", "short", "--deployments", "frequency", "--limit", "1")
    assert behind[0]["id"] in listed.stdout and "--deployments frequency --days 30 --after" in listed.stderr, listed
    assert behind[1]["id"] in house.eeveon(*listed.stderr.split()[3:]).stdout
    brought = house.eeveon("deliveries", "--limit", "1")
    assert brought.returncode == 0 and "202" in brought.stdout, brought
    release = next(r["id"] for r in house.get("/api/v1/releases?project=short")["releases"] if r["commit"] == shop.first)
    assert house.eeveon("rollback", "short", "production", "--to", release[:12], "--dry-run").returncode == 0
    back = house.eeveon("rollback", "short", "production", "--to", shop.first[:12], "--yes", "--wait")
    assert back.returncode == 0, back
    assert house.get("/api/v1/deployments/" + back.stdout.split()[0])["message"], "a release that stood ready brings its message"
    assert "too short" in house.eeveon("deploy", "short", "production", "--commit", "abc").stderr


def a_log_ends_with_why_it_failed(house):
    bad = house.push({"healthz": None}, "Forget the health page again")
    done = house.ended(bad)
    house.push({"healthz": "ok\n"}, "Remember it")
    for words, code in ((["logs", done["id"]], 0), (["logs", "-f", done["id"]], 5)):
        log = house.eeveon(*words)
        last = log.stdout.splitlines()[-1]
        assert log.returncode == code and last.startswith("check-after@node-") and "not healthy" in last and "404" in last, log
        assert f"next: eeveon status {done['id']}" in log.stderr and "rolled_back" in log.stderr, log


def the_end_of_a_log_is_enough(house):
    shop = Shop(house, "talks", build={"run": [["sh", "-c", "seq -f 'line %g' 1 500"]]})
    asked = house.eeveon("deploy", "talks", "production", "--commit", shop.first, "--wait").stdout.splitlines()[0].strip()
    whole = [line for line in house.eeveon("logs", asked, "--step", "build@worker").stdout.splitlines() if " line " in line]
    assert len(whole) == 500, len(whole)
    for words in ([], ["-f"]):
        end = house.eeveon("logs", asked, "--step", "build@worker", "--tail", "3", *words).stdout.splitlines()
        assert end == house.eeveon("logs", asked, "--step", "build@worker").stdout.splitlines()[-3:], end


def the_api_is_asked_by_hand(house):
    board = house.eeveon("api", "board")
    assert board.returncode == 0 and json.loads(board.stdout)["environments"], board
    lines = house.eeveon("api", "/api/v1/events?limit=2", "--accept", "application/x-ndjson").stdout.splitlines()
    assert [json.loads(line)["position"] for line in lines] == [1, 2], lines
    wrong = house.eeveon("api", "deployments/dep_nope")
    assert wrong.returncode == 1 and json.loads(wrong.stdout)["status"] == 404 and wrong.stderr.startswith("eeveon: "), wrong
    made = house.eeveon("api", "nodes", "--body", json.dumps({"name": "by-hand", "kind": "local", "root": "/srv"}))
    assert made.returncode == 0, made
    assert house.eeveon("api", "-X", "delete", "nodes/by-hand").returncode == 0
    assert "must be JSON" in house.eeveon("api", "nodes", "--body", "{").stderr


def colours_come_where_they_are_wanted(house):
    assert "\x1b[32m" in house.eeveon("history", "demo", NO_COLOR="", CLICOLOR_FORCE="1").stdout
    assert "\x1b" not in house.eeveon("history", "demo", CLICOLOR_FORCE="1", NO_COLOR="1").stdout
    assert "\x1b" not in house.eeveon("history", "demo", NO_COLOR="").stdout


def a_log_is_followed_through_a_restart(house):
    shop = Shop(house, "patient", build={"run": [["sh", "-c", "echo one; sleep 5; echo two"]]})
    asked = house.eeveon("deploy", "patient", "production", "--commit", shop.first).stdout.strip()
    words = [house.program, "logs", "-f", asked, "--url", house.url]
    follows = subprocess.Popen(list(map(str, words)), env={**os.environ, "EEVEON_TOKEN": house.token}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not follows.stdout.readline().endswith(" one\n"):
        assert follows.poll() is None, (follows.stdout.read(), follows.stderr.read())
    old = house.process_of("server")
    os.kill(old, signal.SIGKILL)
    until(lambda: house.process_of("server") not in (None, old) and house.call("GET", "/readyz")[0] == 200, 20, "the server to be back")
    # Not communicate(), which forgets what readline() has buffered.
    limit = threading.Timer(60, follows.kill)
    limit.start()
    out, said = follows.stdout.read(), follows.stderr.read()
    limit.cancel()
    assert follows.wait() == 0 and out.count(" two\n") == 1 and " one\n" not in out, (out, said)
    # A server that is back between two looks was never missed.
    assert ("trying again" in said) == ("the server is back" in said), said


def shells_are_offered_what_there_is(house):
    offered = lambda *words: house.eeveon("complete", "--", *words).stdout.split()  # noqa: E731
    assert "demo" in offered("deploy", "")
    assert offered("deploy", "demo", "p") == ["production"]
    assert "node-1" in offered("nodes", "check", "")
    assert house.deployments()[0]["id"] in offered("logs", "-f", "")
    began = time.monotonic()
    away = house.eeveon("complete", "--", "deploy", "", EEVEON_URL="http://127.0.0.1:1")
    assert away.returncode == 0 and not away.stdout and not away.stderr and time.monotonic() - began < 5, away
    script = house.folder / "completion.bash"
    script.write_text(house.eeveon("completion", "bash").stdout)
    typed = f"source {script}; COMP_WORDS=({house.program} rollback demo pro); COMP_CWORD=3; _eeveon; echo \"${{COMPREPLY[@]}}\""
    done = subprocess.run(["bash", "-c", typed], env={**os.environ, "EEVEON_URL": house.url, "EEVEON_TOKEN": house.token}, capture_output=True, text=True, timeout=20)
    assert done.stdout.split() == ["production"], done


def what_cannot_work_stops_and_leaves_nothing(house):
    new = house.folder / "never-used"
    busy = house.eeveon("up", "--data", new, "--listen", house.listen)
    assert busy.returncode == 2 and "--listen" in busy.stderr and not new.exists(), busy
    hopeless = house.eeveon("up", "--data", house.folder / "hopeless", "--listen", f"127.0.0.1:{free_port()}", "--no-demo", "--redis", "nonsense://x")
    assert hopeless.returncode == 2 and "cannot work as it is set up" in hopeless.stderr and "begins with redis://" in hopeless.stderr, hopeless


def without_anybody_listening(house, *words, shut=False):
    """Runs with a standard error that has no reader, or, `shut`, with none at all."""
    nobody, says = os.pipe()
    os.close(nobody)
    here = {**os.environ, "EEVEON_URL": house.url, "EEVEON_TOKEN": house.token}
    program = ["sh", "-c", 'exec "$@" 2>&-', "sh"] if shut else []
    try:
        return subprocess.run([*program, str(house.program), *words], env=here, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=says, text=True, timeout=20)
    finally:
        os.close(says)


def an_answer_does_not_need_its_remarks_heard(house):
    for shut in (False, True):
        answered = without_anybody_listening(house, "-v", "status", "demo", shut=shut)
        assert answered.returncode == 0 and "production" in answered.stdout, answered
        refused = without_anybody_listening(house, "history", "nope", shut=shut)
        assert refused.returncode == 1 and not refused.stdout, refused
    endless = house.eeveon("apply", "-f", "/dev/zero")
    assert endless.returncode == 2 and "/dev/zero: is larger than 16 MiB" in endless.stderr, endless


def stopped_with_nobody_listening_it_leaves_nothing(house):
    folder = house.folder / "unheard"
    folder.mkdir()
    alone = House(house.program, folder)
    reader, says = os.pipe()
    try:
        alone.start("--no-demo", into=says)
        os.close(says)
        os.close(reader)  # as when Ctrl-C has ended the `tee` behind it first
        first = alone.process_of("server")
        os.kill(first, signal.SIGKILL)
        until(lambda: alone.process_of("server") not in (None, first), 10, "another server")
        assert alone.stop() == 0
        assert not alone.processes(), alone.processes()
    finally:
        for number in alone.processes():
            os.kill(number, signal.SIGKILL)


ALL = [
    what_is_not_there_is_said_by_its_name,
    events_begin_with_the_newest,
    a_spec_is_checked_by_the_server_before_it_changes_anything,
    nodes_say_what_becomes_of_them,
    a_beginning_is_enough_where_one_has_it,
    a_log_ends_with_why_it_failed,
    the_end_of_a_log_is_enough,
    the_api_is_asked_by_hand,
    colours_come_where_they_are_wanted,
    a_log_is_followed_through_a_restart,
    shells_are_offered_what_there_is,
    what_cannot_work_stops_and_leaves_nothing,
    an_answer_does_not_need_its_remarks_heard,
    stopped_with_nobody_listening_it_leaves_nothing,
]
