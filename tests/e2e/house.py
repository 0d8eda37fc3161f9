"""An `eeveon up` in a folder of its own, and the ways a person has to reach it."""
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
import uuid

from ports import free_port


class House:
    def __init__(self, program, folder, keep=False):
        self.program, self.folder, self.keep = program, folder, keep
        self.data = folder / "data"
        self.listen = f"127.0.0.1:{free_port()}"
        self.url = f"http://{self.listen}"
        self.process = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.show_logs()
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        if self.keep:
            print(f"kept {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- life -------------------------------------------------------------------------------------------------

    def start(self, *flags, into=None):
        """Starts and waits until it serves; returns the seconds that took. `into` takes what it says, else up.log."""
        began = time.monotonic()
        words = [self.program, "up", "--data", self.data, "--listen", self.listen, *flags]
        with open(self.folder / "up.log", "ab") as log:
            self.process = subprocess.Popen([str(w) for w in words], stdin=subprocess.DEVNULL, stdout=into or log, stderr=into or log)
        until(lambda: self.is_ready() or self.process.poll() is not None, 120, "eeveon up to be ready", 0.02)
        if self.process.poll() is not None:
            raise AssertionError(f"eeveon up ended with {self.process.returncode}:\n{(self.folder / 'up.log').read_text()[-3000:]}")
        return time.monotonic() - began

    def is_ready(self):
        return (self.data / "ready").exists()

    def stop(self, number=signal.SIGINT):
        """As a Ctrl-C does; returns the exit code."""
        if not self.process:
            return None
        self.process.send_signal(number)
        code = self.process.wait(60)
        self.process = None
        return code

    def processes(self):
        """Ids of every process that works for this folder, `up` itself included."""
        found = []
        sockets = self.socket_folder()
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                works_in = os.readlink(entry / "cwd")
            except OSError:
                continue
            if str(self.data) in line or str(self.data) in works_in or (sockets and str(sockets) in line):
                found.append(int(entry.name))
        return found

    def process_of(self, part):
        """The process of "server", "worker", "node-2", "redis-server" or "postgres" (the one that started the others)."""
        for number in self.processes():
            try:
                words = pathlib.Path(f"/proc/{number}/cmdline").read_bytes().decode(errors="replace").split("\0")
                parent = int(pathlib.Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            program = words[0].split(" ")[0].rsplit("/", 1)[-1]
            if program == part and (part != "postgres" or "-D" in words):
                return number
            if program == "eeveon" and parent == self.process.pid and (words[1:2] == [part] or (words[1:2] == ["demo-node"] and f"/{part}/" in words[-2])):
                return number
        return None

    def socket_folder(self):
        settings = self.data / "redis" / "redis.conf"
        if not settings.exists():
            return None
        line = next(line for line in settings.read_text().split("\n") if line.startswith("unixsocket "))
        return pathlib.Path(line.split('"')[1]).parent

    def kill_everything(self):
        """kill -9 on every process, by its id, as a power cut does."""
        for number in self.processes():
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait(10)
        self.process = None
        until(lambda: not self.processes(), 10, "every process to be gone")

    def show_logs(self):
        for log in [self.folder / "up.log", *sorted((self.data / "logs").glob("*.log"))]:
            if log.exists() and log.stat().st_size:
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-1500:]}")

    # --- API --------------------------------------------------------------------------------------------------

    @property
    def token(self):
        return (self.data / "admin-token").read_text().strip()

    def call(self, method, path, body=None, headers=None, token=True):
        """Status and body (JSON when it is)."""
        ask = urllib.request.Request(self.url + path, method=method)
        if token:
            ask.add_header("Authorization", f"Bearer {self.token}")
        for name, value in (headers or {}).items():
            ask.add_header(name, value)
        data = body
        if body is not None and not isinstance(body, bytes):
            data = json.dumps(body).encode()
        if body is not None and not ask.has_header("Content-type"):
            ask.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(ask, data, timeout=30) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            status, text = refused.code, refused.read()
        except urllib.error.URLError as unreachable:
            status, text = 0, str(unreachable.reason).encode()
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text.decode(errors="replace")

    def get(self, path):
        status, body = self.call("GET", path)
        assert status == 200, f"GET {path}: {status} {body}"
        return body

    def post(self, path, body=None, expected=202):
        status, answer = self.call("POST", path, body or {})
        assert status == expected, f"POST {path}: {status} {answer}"
        return answer

    def environment(self):
        return self.environment_of("demo")

    def environment_of(self, project):
        return next(e for e in self.get("/api/v1/environments")["environments"] if e["project"] == project)

    def deployments(self):
        return self.get("/api/v1/deployments?project=demo&limit=100")["deployments"]

    def deployment_of(self, commit, trigger=None):
        """The newest deployment of a commit, or None."""
        return next((d for d in self.deployments() if d["commit"] == commit and trigger in (None, d["trigger"])), None)

    def ended(self, commit, trigger=None, patience=30):
        """Waits until the commit's deployment has ended and returns it whole."""
        def look():
            row = self.deployment_of(commit, trigger)
            return row if row and row["status"] not in ("queued", "running") else None
        row = until(look, patience, f"the deployment of {commit[:8]} to end")
        return self.get(f"/api/v1/deployments/{row['id']}")

    def events(self, **filters):
        """All events that match, in position order."""
        found, after = [], 0
        while True:
            query = "&".join(f"{k}={v}" for k, v in {"after": after, "limit": 500, **filters}.items())
            page = self.get(f"/api/v1/events?{query}")["events"]
            if not page:
                return found
            found += page
            after = page[-1]["position"]

    # --- git --------------------------------------------------------------------------------------------------

    @property
    def repository(self):
        return self.data / "demo" / "repository.git"

    def git(self, *words, folder=None):
        settings = ["-c", "user.name=E2E", "-c", "user.email=e2e@eeveon.invalid", "-c", "commit.gpgsign=false"]
        done = subprocess.run(["git", *settings, *map(str, words)], cwd=folder or self.work, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"git {' '.join(map(str, words))}: {done.stderr}"
        return done.stdout.strip()

    @property
    def work(self):
        folder = self.folder / "work"
        if not folder.exists():
            self.git("clone", "-q", self.repository, folder, folder=self.folder)
        return folder

    def commit(self, files, message):
        """Writes files (None removes one), commits; returns the commit."""
        for name, text in files.items():
            path = self.work / name
            if text is None:
                self.git("rm", "-q", name)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD")

    def push(self, files, message):
        self.git("pull", "-q", "--rebase", "origin", "main")  # the browser's story pushes too
        commit = self.commit(files, message)
        self.git("push", "-q", "origin", "HEAD:main")
        return commit

    # --- nodes, hooks, command line -----------------------------------------------------------------------------

    def page(self, node, path="/"):
        """Status and text of what a node serves."""
        port = (self.data / "demo" / "port").read_text().strip()
        try:
            with urllib.request.urlopen(f"http://127.0.0.{node + 1}:{port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, ""

    def live_everywhere(self, text):
        return all(text in self.page(node)[1] for node in (1, 2, 3))

    def hook(self, payload, secret=None, event="push", delivery=None):
        """Sends a webhook as GitHub does."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        key = secret if secret is not None else (self.data / "webhook-secret").read_text().strip()
        headers = {
            "Content-Type": "application/json",
            "X-GitHub-Event": event,
            "X-GitHub-Delivery": delivery or str(uuid.uuid4()),
            "X-Hub-Signature-256": "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest(),
        }
        return self.call("POST", "/hooks/github", body, headers, token=False)

    def eeveon(self, *words, **environment):
        """Runs the command line against this server; a completed process."""
        here = {**os.environ, "EEVEON_URL": self.url, "EEVEON_TOKEN": self.token, "NO_COLOR": "1", **environment}
        return subprocess.run([str(self.program), *map(str, words)], env=here, cwd=self.folder, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=90)


def until(look, patience, what, pause=0.05):
    """Looks again and again until the look finds something; returns that."""
    end = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience} s for {what}")
        time.sleep(pause)
