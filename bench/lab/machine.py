"""What both sides share: a private PostgreSQL that keeps what it confirms, and a private Redis."""
import glob
import os
import pathlib
import shutil
import subprocess
import tempfile

from .processes import Child, free_port, wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]
POSTGRES_SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
max_connections = 120
shared_buffers = 512MB
max_wal_size = 4GB
fsync = on
synchronous_commit = on
full_page_writes = on
jit = off
log_min_messages = error
"""


def postgres_programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"), key=lambda path: int(path.split("/")[4]))
    if not found:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql-15")
    return pathlib.Path(found[-1]).parent


class Machine:
    """One PostgreSQL and one Redis below a folder on a real disk, both gone at the end."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="eeveon-bench.", dir="/var/tmp"))
        self.user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses root
        self.folder.chmod(0o755)
        self.programs = postgres_programs()
        self.children = []
        self._start_postgres()
        self._start_redis()
        self.psql("CREATE DATABASE peers", database="postgres")
        self.psql("CREATE DATABASE eeveon", database="postgres")

    def _start_postgres(self):
        home = self.folder / "postgres"
        home.mkdir()
        if self.user:
            shutil.chown(home, self.user, self.user)
        initdb = [self.programs / "initdb", "-D", home / "data", "-U", "admin", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([str(word) for word in initdb], check=True, stdout=subprocess.DEVNULL, cwd="/", user=self.user, group=self.user,
                       extra_groups=[] if self.user else None)
        with open(home / "data/postgresql.conf", "a") as settings:
            settings.write(POSTGRES_SETTINGS.format(sockets=home))
        self.sockets = str(home)
        self.postgres = self.child([self.programs / "postgres", "-D", home / "data"], "postgres", user=self.user, cwd="/")
        ready = [str(self.programs / "pg_isready"), "-q", "-U", "admin", "-h", self.sockets]
        wait_until("PostgreSQL", lambda: subprocess.run(ready).returncode == 0)

    def _start_redis(self):
        home = self.folder / "redis"
        home.mkdir()
        self.redis_port = free_port()
        self.redis = self.child(["redis-server", "--port", self.redis_port, "--bind", "127.0.0.1", "--dir", home, "--appendonly", "yes",
                                 "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction"], "redis", port=self.redis_port)

    def child(self, argv, name, **how):
        started = Child(argv, self.folder / f"{name}.log", **how)
        self.children.append(started)
        return started

    def url(self, user, database="eeveon"):
        return f"postgresql:///{database}?host={self.sockets}&user={user}"

    def psql(self, statement, database="eeveon"):
        done = subprocess.run([str(self.programs / "psql"), "-qXAt", "-v", "ON_ERROR_STOP=1", self.url("admin", database)], input=statement,
                              capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.strip()

    def flush_redis(self):
        subprocess.run(["redis-cli", "-p", str(self.redis_port), "flushall"], check=True, stdout=subprocess.DEVNULL)

    def close(self):
        for started in reversed(self.children):
            started.stop(2 if started is self.postgres else 15, 60)
        shutil.rmtree(self.folder, ignore_errors=True)

    def keep_logs(self, target):
        """Copies the logs beside the results, for a bench that failed."""
        target.mkdir(parents=True, exist_ok=True)
        for log in self.folder.glob("*.log"):
            shutil.copy(log, target / log.name)
