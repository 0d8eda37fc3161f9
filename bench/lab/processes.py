"""Processes of a bench: started and ended by pid, and what they cost."""
import os
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    with open(f"/proc/{pid}/stat") as file:
        text = file.read()
    return text[text.rindex(")") + 2:].split()


def tree(root):
    """The process and its descendants, parents first."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                children.setdefault(int(_stat(name)[1]), []).append(int(name))
            except OSError:
                pass
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += children.get(pid, [])
    return found


def cpu_seconds(root):
    """Processor time of a process tree, awaited children included."""
    ticks = 0
    for pid in tree(root):
        try:
            ticks += sum(int(field) for field in _stat(pid)[11:15])
        except OSError:
            pass
    return ticks / TICKS


def pss_mib(root):
    """Proportional memory of a process tree."""
    kib = 0
    for pid in tree(root):
        try:
            with open(f"/proc/{pid}/smaps_rollup") as file:
                kib += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except OSError:
            pass
    return kib / 1024


def machine_busy():
    """Processor time of everybody since boot, in seconds: also what the host gave to others."""
    with open("/proc/stat") as file:
        fields = [int(field) for field in file.readline().split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS


def children_cpu():
    """Processor time of processes of ours that have ended and were awaited, in seconds."""
    times = os.times()
    return times.children_user + times.children_system


def wait_for_quiet(limit=0.3, at_most=2.5):
    """Waits until nobody uses the cores, within bounds: a bench of a busy machine measures the neighbours."""
    end = time.time() + at_most
    while time.time() < end:
        before = machine_busy()
        time.sleep(0.5)
        if (machine_busy() - before) / 0.5 < limit:
            return


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(what, condition, at_most=30.0, every=0.05):
    end = time.time() + at_most
    while not condition():
        if time.time() > end:
            raise RuntimeError(f"{what}: not within {at_most:.0f} s")
        time.sleep(every)


def is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), 0.3).close()
        return True
    except OSError:
        return False


class Child:
    """A server under test; its output goes to a file that is named when it does not start."""

    def __init__(self, argv, log, user=None, env=None, port=None, cwd=None):
        self.log = str(log)
        with open(log, "ab") as out:
            self.process = subprocess.Popen([str(word) for word in argv], stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=cwd,
                                            env={**os.environ, **{key: str(value) for key, value in (env or {}).items()}}, user=user,
                                            group=user, extra_groups=[] if user else None, start_new_session=True)
        self.pid = self.process.pid
        if port:
            wait_until(f"{argv[0]} on port {port} (see {self.log})", lambda: is_open(port) or self.dead())

    def dead(self):
        if self.process.poll() is None:
            return False
        raise RuntimeError(f"{self.process.args[0]} ended with {self.process.returncode}, see {self.log}")

    def stop(self, signal=15, patience=10):
        """Asks, then insists; descendants that stayed behind are ended too."""
        if self.process.poll() is not None:
            return
        family = tree(self.pid)
        self.process.send_signal(signal)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in family[1:]:
            try:
                os.kill(pid, 9)
            except OSError:
                pass
