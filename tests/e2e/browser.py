"""What people see: each story of webui/e2e in Debian's Chromium, against the server of the house."""
import os
import pathlib
import re
import shutil
import subprocess
import threading
import uuid

import team
from proxy import Proxy

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 300  # seconds for one story


def _tell(house, name, url=None, answers=None, shots=ROOT / "build" / "screenshots"):
    """`url`: where people reach the house, when not directly; `answers`: what else the story may ask for; `shots`: where pictures go."""
    wishes = {"stop": house.stop, "start": house.start, **(answers or {})}
    assert shutil.which("node"), "node is missing"
    here = {**os.environ, "EEVEON_URL": url or house.url, "EEVEON_SIGN_IN": house.eeveon("sign-in").stdout.strip(),
            "EEVEON_DEMO_REPOSITORY": str(house.repository), "EEVEON_SCREENSHOTS": str(shots)}
    told = subprocess.Popen(["node", "e2e/run.mjs", name], env=here, cwd=ROOT / "webui", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)
    limit = threading.Timer(PATIENCE, told.kill)
    limit.start()
    lines = []
    try:
        for line in told.stdout:
            lines.append(line)
            if line.startswith("ASK "):  # what a page cannot do itself
                what = line.split()[1]
                wishes[what]()
                told.stdin.write(f"DONE {what}\n")
                told.stdin.flush()
        code = told.wait(10)
    finally:
        limit.cancel()
        told.kill()
        if not house.process:
            house.start()
    assert code == 0, "".join(lines)[-4000:]
    return f"{sum(line.startswith('ok ') for line in lines)} chapters"


def _behind_a_prefix(house):
    with Proxy(house.folder / f"nginx-{uuid.uuid4().hex[:8]}", house.listen) as proxy:
        house.stop()
        house.start("--public-url", f"{proxy.url}/", "--proxy", "127.0.0.1")
        try:
            link = house.eeveon("sign-in", EEVEON_URL=proxy.url).stdout.strip()
            assert link.startswith(f"{proxy.url}/sign-in#token="), link
            assert "demo" in house.eeveon("status", EEVEON_URL=proxy.url).stdout, "the command line does not come through"
            return _tell(house, "behind_a_prefix", proxy.url, {"refuse-sockets": proxy.refuse_sockets, "let-sockets-through": proxy.let_sockets_through})
        finally:
            house.stop()
            house.start()


def _pictures(house):
    team.settle(house)
    return _tell(house, "pictures", shots=ROOT / "docs" / "images")


SURROUNDINGS = {"behind_a_prefix": _behind_a_prefix, "pictures": _pictures}  # stories that need more than the house


def _story(name):
    def story(house):
        return SURROUNDINGS[name](house) if name in SURROUNDINGS else _tell(house, name)
    story.__name__ = f"in_a_browser_{name}"
    return story


ALL = [_story(name) for name in re.findall(r"'(\w+)'", re.search(r"const stories = \[(.*)\]", (ROOT / "webui/e2e/run.mjs").read_text()).group(1))]
ON_REQUEST = [_story("pictures")]  # told by name only
