"""What scripts rely on: forms of answers, exit codes, settings and their order, against the real server."""
import contextlib
import datetime
import fcntl
import json
import os
import pathlib
import pty
import re
import signal
import struct
import subprocess
import termios
import threading

from house import until
from side_roads import Shop

GUIDE = pathlib.Path(__file__).parents[2] / "docs" / "operators-guide.md"


@contextlib.contextmanager
def started(house, *words):
    """The command line, running beside us; ended by its id whatever happens."""
    here = {**os.environ, "EEVEON_URL": house.url, "EEVEON_TOKEN": house.token, "NO_COLOR": "1"}
    process = subprocess.Popen([str(house.program), *map(str, words)], env=here, cwd=house.folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def live_commit(house):
    return until(lambda: house.environment().get("current"), 60, "the demo's first commit to be live")["commit"]


def an_answer_comes_in_the_form_that_was_asked_for(house):
    live = live_commit(house)
    assert house.eeveon("status", "demo", "-o", "name").stdout == "demo production\n"
    table, wide = house.eeveon("status", "demo").stdout, house.eeveon("status", "demo", "-o", "wide").stdout
    assert live in wide and live not in table and live[:12] in table, (table, wide)
    ids = [d["id"] for d in house.deployments()]
    assert house.eeveon("history", "demo", "--limit", "100", "-o", "name").stdout.splitlines() == ids
    assert house.eeveon("status", "demo", "--field", "environments.current.commit").stdout == live + "\n"
    typo = house.eeveon("status", "--field", "environmnts")
    assert typo.returncode == 2 and not typo.stdout and "did you mean environments?" in typo.stderr, typo
    lines = house.eeveon("events", "--limit", "3", "-o", "json").stdout.splitlines()
    positions = [json.loads(line)["position"] for line in lines]
    assert len(positions) == 3 and house.eeveon("events", "--after", positions[0] - 1, "--limit", "3", "-o", "name").stdout.split() == list(map(str, positions))
    assert house.eeveon("-o", "name", "status", "demo").stdout == "demo production\n"
    assert live in house.eeveon("api", "board", "--field", "environments.current.commit").stdout.splitlines()
    for words, title in ((["deliveries"], "POSITION,RECEIVED,"), (["history"], "id,project,"), (["status"], "PROJECT,ENVIRONMENT,"), (["nodes", "list"], "NODE,KIND,")):
        assert house.eeveon(*words, "-o", "csv").stdout.startswith(title), words
    form = house.eeveon("status", "-o", "xml")
    assert form.returncode == 2 and "must be one of table, wide, json, yaml, csv, name" in form.stderr, form
    assert "must be one of" in house.eeveon("status", EEVEON_OUTPUT="xml").stderr


def no_more_is_told_than_was_asked_for(house):
    live_commit(house)
    assert house.eeveon("history", "demo", "--limit", "1").stderr.startswith("older ones: ")
    assert not house.eeveon("history", "demo", "--limit", "1", "--quiet").stderr
    loud = house.eeveon("history", "demo", "--limit", "1", "--verbose").stderr
    assert re.search(r"^GET /api/v1/deployments\?project=demo&limit=1 -> 200 in \d+ ms", loud) and house.token not in loud, loud
    wrong = house.eeveon("history", "nope", "--quiet")
    assert wrong.returncode == 1 and wrong.stderr.startswith("eeveon: there is no project nope"), wrong
    assert "\x1b[32m" in house.eeveon("history", "demo", "--color", "always").stdout
    assert "\x1b" not in house.eeveon("history", "demo", "--color", "never", NO_COLOR="", CLICOLOR_FORCE="1").stdout


def on_terminal(house, columns, *words, asked=None, types="", **environment):
    """Exit code and what a terminal of so many columns shows; somebody types when it asks."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    here = {**os.environ, "EEVEON_URL": house.url, "EEVEON_TOKEN": house.token, "TERM": "xterm", "NO_COLOR": "", **environment}
    process = subprocess.Popen([str(house.program), *map(str, words)], env=here, cwd=house.folder, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    limit = threading.Timer(60, process.kill)
    limit.start()
    shown = b""
    with contextlib.suppress(OSError):  # how a terminal says that its program has gone
        while piece := os.read(ours, 65536):
            shown += piece
            if asked and asked.encode() in shown:
                asked = os.write(ours, types.encode()) and None
    os.close(ours)
    code = process.wait()
    limit.cancel()
    return code, shown.decode().replace("\r\n", "\n")


def a_terminal_is_used_as_it_is(house):
    message = "Say so much that no terminal of a hundred columns can show it in the line that it shares with all the others"
    commit = house.push({"talk": "much"}, message)
    assert house.ended(commit)["status"] == "succeeded"
    code, shown = on_terminal(house, 110, "status", "demo")
    row = re.sub(r"\x1b\[\d*m", "", shown).splitlines()[1]
    assert code == 0 and len(row) == 110 and row.endswith("...") and "\x1b[32msucceeded" in shown, shown
    assert message in on_terminal(house, 110, "status", "demo", "-o", "wide")[1]
    assert message in house.eeveon("status", "demo").stdout  # a pipe has no width
    for more in ({"TERM": "dumb"}, {"NO_COLOR": "1"}, {"EEVEON_COLOR": "never"}):
        assert "\x1b" not in on_terminal(house, 110, "status", "demo", **more)[1], more
    code, shown = on_terminal(house, 110, "rollback", "demo", "production", asked="[y/N]", types="n\n")
    assert code == 3 and "[y/N]" in shown and "nothing was changed" in shown, shown
    unasked = house.eeveon("rollback", "demo", "production")
    assert unasked.returncode == 2 and "there is no terminal: say --yes" in unasked.stderr, unasked


def a_follower_ends_with_its_reader(house):
    with started(house, "events", "-f", "--limit", "1") as follows:
        assert follows.stdout.readline()
        follows.stdout.close()
        house.eeveon("nodes", "add", "passing", "--kind", "local", "--root", "/srv")
        assert follows.wait(20) == 141 and not follows.stderr.read()
    house.eeveon("nodes", "remove", "passing")
    with open("/dev/full", "w") as full:
        here = {**os.environ, "EEVEON_URL": house.url, "EEVEON_TOKEN": house.token}
        words = [str(house.program), "history", "demo"]
        done = subprocess.run(words, env=here, stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, text=True, timeout=20)
    assert done.returncode == 1 and "standard output: cannot be written: No space left" in done.stderr, done


def every_exit_code_is_as_documented(house):
    seen = {}

    def expect(code, said, *words, **environment):
        done = house.eeveon(*words, **environment)
        assert done.returncode == code and said in done.stdout + done.stderr, (code, words, done)
        seen[code] = words
        return done

    expect(0, "demo", "status")
    expect(1, "there is no project nope", "history", "nope")
    expect(1, "is the server running?", "status", EEVEON_URL="http://127.0.0.1:1", EEVEON_DATA="/nowhere")
    expect(2, "must be a whole number", "history", "--limit", "many")
    expect(2, "unknown key 'ulr'", "status", XDG_CONFIG_HOME=wrong_settings(house))
    expect(4, "the token is not valid", "status", EEVEON_TOKEN="wrong")

    slow = Shop(house, "unhurried", build={"run": [["sh", "-c", "echo begun; sleep 6"]]})
    late = expect(3, "is still", "deploy", "unhurried", "production", "--commit", slow.first, "--wait", "--timeout", "500ms")
    stopped = expect(0, "cancelled", "cancel", late.stdout.strip(), "--wait", "--timeout", "60s")
    expect(7, "has ended already", "cancel", stopped.stdout.strip())
    assert house.get("/api/v1/deployments/" + late.stdout.strip())["status"] == "cancelled"

    bad = Shop(house, "doomed", build={"run": [["false"]]})
    failed = expect(5, "failed", "deploy", "doomed", "production", "--commit", bad.first, "--wait")
    again = expect(5, "failed", "retry", failed.stdout.splitlines()[0].strip(), "--wait")
    assert again.stdout.startswith("dep_") and again.stdout != failed.stdout, again

    house.eeveon("nodes", "add", "single", "--kind", "local", "--root", house.folder / "single")
    only = Shop(house, "bound", production={"nodes": {"names": ["single"]}})
    expect(0, "succeeded", "deploy", "bound", "production", "--commit", only.first, "--wait")
    expect(6, "--force", "nodes", "remove", "single")

    second = slow.push({"page": "second"})
    with started(house, "deploy", "unhurried", "production", "--commit", second, "--wait") as watched:
        asked = watched.stdout.readline().strip()
        assert watched.stderr.readline()  # a step: it is being watched
        watched.send_signal(signal.SIGINT)
        _, said = watched.communicate(timeout=10)
        assert watched.returncode == 130 and f"eeveon logs -f {asked}" in said, said
        seen[130] = watched.args
    until(lambda: house.get(f"/api/v1/deployments/{asked}")["status"] == "succeeded", 60, "what was watched to go on to its end")

    with started(house, "events", "-f", "--limit", "1") as follows:
        assert follows.stdout.readline()
        follows.stdout.close()
        house.eeveon("nodes", "remove", "single", "--force")
        seen[follows.wait(20)] = follows.args
    documented = GUIDE.read_text().split("### Exit codes")[1].split("\n#")[0]
    assert sorted(seen) == sorted(map(int, re.findall(r"(?:^|·)\s*(\d+) [a-zA-Z]", documented))), (seen, documented)


def a_node_is_tried_before_it_is_registered(house):
    add = lambda *words: house.eeveon("nodes", "add", "tried", "--root", "/srv", "--dry-run", *words)  # noqa: E731
    local = add("--kind", "local")
    assert local.returncode == 0 and "nothing would be deployed to it yet" in local.stdout and "nothing was changed" in local.stderr, local
    away = add("--address", "127.0.0.1", "--port", "1", "-o", "json")
    assert away.returncode == 1 and not json.loads(away.stdout)["reachable"], away
    assert "tried" not in house.eeveon("nodes", "list", "-o", "name").stdout.split()


def a_shell_offers_the_values_of_options(house):
    script = house.folder / "values.bash"
    script.write_text(house.eeveon("completion", "bash").stdout)

    def offered(*words):
        line = " ".join(f"'{word}'" for word in (house.program, *words))
        typed = f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words)}; _eeveon; echo \"${{COMPREPLY[@]}}\""
        here = {**os.environ, "EEVEON_URL": house.url, "EEVEON_TOKEN": house.token}
        return subprocess.run(["bash", "-c", typed], env=here, capture_output=True, text=True, timeout=20).stdout.split()

    assert offered("status", "-o", "") == ["csv", "json", "name", "table", "wide", "yaml"]
    assert offered("status", "--color", "n") == ["never"]
    assert offered("status", "--fi") == ["--field"]
    assert offered("config", "use") == ["use-context"]
    assert "view" in offered("config", "") and "--show-origin" in offered("config", "view", "--sh")
    assert offered("completion", "z") == ["zsh"]
    assert "demo" in offered("history", "") and "--limit" not in offered("history", "")


def just_after(time):
    """Times are told in milliseconds and kept in microseconds: the next one is behind it."""
    moment = datetime.datetime.fromisoformat(time.replace("Z", "+00:00")) + datetime.timedelta(milliseconds=1)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def a_moment_is_named_to_every_verb_that_looks_back(house):
    live = live_commit(house)
    first = until(lambda: [d for d in house.deployments() if d["status"] == "succeeded"], 60, "a finished deployment")[-1]
    event = lambda name: json.loads(house.eeveon("audit", "--deployment", first["id"], "--type", name, "--all", "-o", "json").stdout)["rows"][0]  # noqa: E731
    requested, went_live = event("deployment_requested"), event("release_went_live")
    asked = just_after(requested["at"])
    ids = lambda *words: house.eeveon(*words, "--limit", "500", "-o", "name").stdout.split()  # noqa: E731
    then = lambda at: house.eeveon("status", "demo", "--at", at, "--field", "environments.current.commit").stdout.strip()  # noqa: E731
    for words in (["history", "demo"], ["dora", "demo", "--deployments", "all"]):
        assert first["id"] in ids(*words), words
    assert first["id"] in ids("history", "demo", "--from", first["requested_at"]) and first["id"] in ids("history", "demo", "--from", "1d")
    assert first["id"] not in ids("history", "demo", "--to", first["requested_at"]) and not ids("history", "demo", "--to", "1d")
    assert first["id"] in ids("history", "demo", "--to", asked) and first["id"] not in ids("history", "demo", "--from", asked)
    assert then(asked) == "" and then(just_after(went_live["at"])) == first["commit"], (first, went_live)
    assert then(went_live["position"] - 1) == "" and then(went_live["position"]) == first["commit"] and then("0s") == live
    everything = house.eeveon("logs", first["id"]).stdout
    assert everything and house.eeveon("logs", first["id"], "--since", first["requested_at"]).stdout == everything == house.eeveon("logs", first["id"], "--since", "1d").stdout
    assert house.eeveon("logs", first["id"], "--since", "2100-01-01T00:00:00Z").stdout == ""
    assert first["id"] in ids("dora", "demo", "--deployments", "all", "--in", first["finished_at"])
    assert not ids("dora", "demo", "--deployments", "all", "--in", "2001-01-01T00:00:00Z")
    by = ("audit", "--deployment", first["id"], "--type", "deployment_requested")
    assert ids(*by, "--from", "1d") == ids(*by, "--to", asked) == [str(requested["position"])] and not ids(*by, "--to", "1d") and not ids(*by, "--from", asked)
    for words in (["history", "--from"], ["audit", "--to"], ["dora", "--deployments", "all", "--in"], ["logs", first["id"], "--since"], ["status", "--at"]):
        wrong = house.eeveon(*words, "yesterday")
        assert wrong.returncode == 2 and "a time as 2026-11-21T13:37:24Z" in wrong.stderr, wrong


def wrong_settings(house):
    folder = house.folder / "wrong-settings"
    (folder / "eeveon").mkdir(parents=True, exist_ok=True)
    (folder / "eeveon" / "config.yaml").write_text("ulr: http://x\n")
    return str(folder)


def several_servers_have_names(house):
    config, secret = house.folder / "config", house.folder / "their-token"
    alone = {"EEVEON_URL": "", "EEVEON_TOKEN": "", "EEVEON_DATA": "/nowhere", "XDG_CONFIG_HOME": str(config)}
    here = lambda *words, **more: house.eeveon(*words, **{**alone, **more})  # noqa: E731
    secret.write_text(house.token + "\n")
    secret.chmod(0o644)
    refused = here("config", "set-context", "ours", "--url", house.url, "--token-file", secret)
    assert refused.returncode == 2 and f"(mode 0644): chmod 600 {secret}" in refused.stderr, refused
    secret.chmod(0o600)
    assert here("config", "set-context", "ours", "--url", house.url, "--token-file", secret).returncode == 0
    assert here("config", "set-context", "away", "--url", "http://127.0.0.1:1").returncode == 0
    kept = config / "eeveon" / "contexts" / "ours.yaml"
    assert kept.stat().st_mode & 0o777 == 0o600 and house.token not in kept.read_text(), kept.read_text()
    assert here("config", "use-context", "ous").returncode == 1
    assert here("config", "use-context", "ours").returncode == 0
    assert here("status", "-o", "name", "demo").stdout == "demo production\n"
    assert "127.0.0.1:1" in here("status", "--context", "away").stderr
    assert here("status", "--context", "ours", "-o", "name", "demo", EEVEON_URL="http://127.0.0.1:1").returncode == 0
    assert "Sign in" in here("status", "--url", house.url + "/", EEVEON_CONTEXT="away").stderr
    listed = here("config", "get-contexts").stdout.splitlines()
    assert [line.split()[:2] for line in listed[1:]] == [["away", "http://127.0.0.1:1"], ["*", "ours"]], listed
    shown = here("config", "view", "--show-origin")
    rows = {line.split()[0]: line for line in shown.stdout.splitlines()}
    assert str(kept) in rows["url"] and str(kept) in rows["token"] and "given, not shown" in rows["token"], shown
    assert rows["context"].endswith("eeveon config use-context") and rows["output"].endswith("default"), shown
    assert all(house.token not in here("config", *words, "-o", form).stdout for words in (["view"], ["get-contexts"]) for form in ("json", "wide"))
    assert here("complete", "--", "config", "use-context", "").stdout.split() == ["away", "ours"]
    code, typed = on_terminal(house, 80, "config", "set-context", "typed", "--url", house.url, "--token-stdin", asked="not shown", types=house.token + "\n", **alone)
    assert code == 0 and house.token not in typed and here("status", "demo", "-o", "name", "--context", "typed").returncode == 0, typed
    assert here("config", "delete-context", "typed").returncode == 0
    assert here("config", "delete-context", "ours").returncode == 0 and not kept.exists()
    assert "context  none" in re.sub(r" {2,}", "  ", here("config", "view").stdout)


ALL = [
    an_answer_comes_in_the_form_that_was_asked_for,
    no_more_is_told_than_was_asked_for,
    a_terminal_is_used_as_it_is,
    a_follower_ends_with_its_reader,
    every_exit_code_is_as_documented,
    a_node_is_tried_before_it_is_registered,
    several_servers_have_names,
    a_moment_is_named_to_every_verb_that_looks_back,
    a_shell_offers_the_values_of_options,
]
