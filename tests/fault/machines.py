"""PostgreSQL and Redis of the fault tests' own: started once, killed when a story wants it, gone with their folder."""
import json
import os
import pathlib
import pwd
import signal
import socket
import subprocess
import tempfile
import time

POSTGRES = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]


def wait_until(holds, seconds, what):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        value = holds()
        if value:
            return value
        time.sleep(0.02)
    raise TimeoutError(f"{what}: not within {seconds} s")


class Postgres:
    """A cluster with every safety that the product demands. Runs as user postgres when we are root."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] if os.geteuid() == 0 else []
        if self.as_user:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.run([POSTGRES / "initdb", "-D", self.folder / "data", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "--data-checksums"])
        self.process = None
        self.start()

    def run(self, argv):
        done = subprocess.run(self.as_user + [str(a) for a in argv], capture_output=True, text=True, cwd="/")
        if done.returncode != 0:
            raise RuntimeError(f"{argv[0]}: {done.stderr}")

    def start(self):
        settings = {"listen_addresses": "", "unix_socket_directories": self.folder, "max_connections": 400, "shared_buffers": "64MB", "jit": "off", "recovery_init_sync_method": "syncfs"}
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        with open(self.folder.parent / f"{self.folder.name}.log", "ab") as log:
            self.process = subprocess.Popen(self.as_user + [str(POSTGRES / "postgres"), "-D", str(self.folder / "data"), *options], stdout=log, stderr=log, cwd="/")
        wait_until(lambda: subprocess.run([POSTGRES / "pg_isready", "-q", "-h", self.folder, "-U", "postgres", "-d", "postgres"]).returncode == 0, 30, "PostgreSQL answers")

    def kill(self):
        # setpriv has become the postmaster: its children see its end and go too.
        self.process.kill()
        self.process.wait()
        wait_until(lambda: not self.still_attached(), 20, "PostgreSQL's children end")

    def freeze(self):
        """It lives and does not answer, as under a debugger or on a disk that hangs."""
        self.process.send_signal(signal.SIGSTOP)  # first: it starts nobody any more
        self.frozen = [int(pid) for pid in pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()]
        for pid in self.frozen:
            os.kill(pid, signal.SIGSTOP)

    def thaw(self):
        for pid in self.frozen:
            os.kill(pid, signal.SIGCONT)
        self.process.send_signal(signal.SIGCONT)
        self.frozen = []

    def still_attached(self):
        """Is anybody still attached to the dead cluster's memory? A new postmaster would refuse to start."""
        pid = self.process.pid
        return subprocess.run(["pgrep", "-P", str(pid)], capture_output=True).returncode == 0 or any(
            str(self.folder / "data") == cwd for cwd in working_folders("postgres"))

    def url(self, database, user="eeveon_app"):
        return f"postgresql:///{database}?host={self.folder}&user={user}"

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.send_signal(3)  # SIGQUIT: at once
                self.process.wait(10)


def working_folders(name):
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "comm").read_text().strip() == name:
                yield os.readlink(folder / "cwd")
        except OSError:
            continue


class Redis:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.socket = self.folder / "socket"
        self.url = f"unix://{self.socket}"
        self.process = None
        self.start()

    def start(self):
        argv = ["redis-server", "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        self.process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: self.ask("PING") == "PONG", 10, "Redis answers")

    def ask(self, *words):
        """One command, its answer as text: enough to PING, FLUSHALL and XADD."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self.socket))
                line.sendall(f"*{len(words)}\r\n".encode() + b"".join(f"${len(w)}\r\n{w}\r\n".encode() for w in words))
                return line.recv(4096).decode().strip().lstrip("+")
        except OSError:
            return None

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.kill()


class Sql:
    """A psql that stays open: one question, one JSON answer."""

    def __init__(self, url):
        self.psql = subprocess.Popen(["psql", "-X", "-qAt", "-v", "ON_ERROR_STOP=0", "-d", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.do("SET search_path = eeveon")

    def do(self, statement):
        self.psql.stdin.write(statement + ";\n\\echo \x02\n")
        self.psql.stdin.flush()
        lines = []
        for line in self.psql.stdout:
            if line == "\x02\n":
                return lines
            lines.append(line.rstrip("\n"))
        raise RuntimeError(f"psql ended: {lines}")

    def rows(self, query):
        answer = self.do(f"SELECT coalesce(jsonb_agg(t), '[]')::text FROM ({query}) t")
        try:
            return json.loads(answer[0])
        except (IndexError, json.JSONDecodeError):
            raise RuntimeError(f"psql said {answer} to {query}") from None

    def one(self, query):
        return next(iter(self.rows(query)[0].values()))

    def close(self):
        self.psql.stdin.close()
        self.psql.wait(5)


def can_mount():
    """May small disks be mounted here? Root may, where its machine lets it."""
    with tempfile.TemporaryDirectory() as place:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True).returncode != 0:
            return False
        subprocess.run(["umount", "-l", place], check=True)
        return True
