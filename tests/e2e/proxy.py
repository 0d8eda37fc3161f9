"""nginx in front of the house, as the operator's guide has it: the very lines of docs/operators-guide.md, on a free port."""
import pathlib
import re
import subprocess
import urllib.error
import urllib.request

from house import until
from ports import free_port

ROOT = pathlib.Path(__file__).resolve().parents[2]
NGINX = "/usr/sbin/nginx"
PREFIX = "/eeveon"
# A way that lets no WebSocket through answers in its own name.
NO_SOCKETS = f"location = {PREFIX}/api/v1/live {{ return 403; }}"


def lines_of_the_guide(where):
    """The block of the guide that says `# in where {}`."""
    text = (ROOT / "docs" / "operators-guide.md").read_text()
    blocks = [block for block in re.findall(r"```nginx\n(.*?)```", text, re.S) if block.startswith(f"# in {where} {{}}")]
    assert len(blocks) == 1, f"the operator's guide has {len(blocks)} blocks of nginx for {where}"
    return blocks[0]


class Proxy:
    """Runs as whoever runs the test, in a folder of its own; nothing of the system's nginx is read or written."""

    def __init__(self, folder, upstream):
        self.folder, self.upstream = folder, upstream
        self.listen = f"127.0.0.1:{free_port()}"
        self.url = f"http://{self.listen}{PREFIX}"
        self.process = None

    def __enter__(self):
        self.folder.mkdir()
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, before=""):
        self.write(before)
        words = [NGINX, "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"]
        self.process = subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL)
        until(lambda: self.status("/healthz") == 200, 10, "nginx to serve")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    # Started anew, not told to reload: that lets open sockets live on.
    def refuse_sockets(self):
        self.stop()
        self.start(NO_SOCKETS)

    def let_sockets_through(self):
        self.stop()
        self.start()

    def write(self, before):
        places = "".join(f"  {kind}_temp_path {self.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        server = lines_of_the_guide("server").replace("127.0.0.1:8080", self.upstream)
        (self.folder / "nginx.conf").write_text(
            f"daemon off;\npid {self.folder}/pid;\nevents {{}}\nhttp {{\n  access_log off;\n{places}{lines_of_the_guide('http')}"
            f"  server {{\n  listen {self.listen};\n{before}\n{server}  }}\n}}\n")

    def status(self, path):
        """What it answers; None: nothing yet."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            assert self.process.poll() is None, (self.folder / "error.log").read_text()[-2000:]
            return None
