"""The repository that is deployed: a chain of commits made once, of which each run moves `main` along its own copy."""
import json
import os
import pathlib
import subprocess
import uuid

# What each commit of the chain is: "good", "bad" (its health check fails), "slow" (its hook takes a while).
CHAIN = ["good", "good", "good", "bad", "good", "slow", "good", "good"]
NOTHING = "0" * 40
HOOK_SECONDS = 3


def make_chain(folder):
    """A bare repository with CHAIN on top of each other; returns their commit ids."""
    folder = pathlib.Path(folder)
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", folder], check=True)
    stream = []
    for number, kind in enumerate(CHAIN):
        message = f"{kind} {number}"
        stream.append(f"commit refs/heads/chain\nmark :{number + 1}\ncommitter Fault <fault@eeveon.invalid> {1700000000 + number} +0000\n{data(message)}")
        files = {"version": f"{number}\n", "pause": f"{HOOK_SECONDS if kind == 'slow' else 0}\n", "hook.sh": 'sleep "$(cat pause)"\n', "large": f"{number}" * 20000}
        stream += [f"M 100644 inline {name}\n{data(text)}" for name, text in files.items()]
        stream.append("D healthz\n" if kind == "bad" else f"M 100644 inline healthz\n{data('ok')}")
    subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], input="".join(stream).encode(), check=True)
    listed = subprocess.run(["git", "-C", folder, "rev-list", "--reverse", "chain"], capture_output=True, text=True, check=True)
    return listed.stdout.split()


def data(text):
    return f"data {len(text.encode())}\n{text}\n"


class Repository:
    def __init__(self, folder, chain_folder, commits):
        subprocess.run(["cp", "-a", chain_folder, folder], check=True)
        self.folder = pathlib.Path(folder)
        self.commits = commits
        self.url = f"file://{folder}"
        self.head = NOTHING

    def push(self, number):
        """Moves main to a commit of the chain; returns the webhook's body that tells of it."""
        commit = self.commits[number]
        path = self.folder / "refs" / "heads" / "main"
        fresh = path.with_suffix(".lock")
        fresh.write_text(commit + "\n")
        os.rename(fresh, path)
        before, self.head = self.head, commit
        told = {"id": commit, "message": f"{CHAIN[number]} {number}", "timestamp": "2024-01-01T00:00:00Z",
                "author": {"name": "Fault", "email": "fault@eeveon.invalid"}, "committer": {"name": "Fault", "email": "fault@eeveon.invalid"}, "distinct": True}
        return json.dumps({"ref": "refs/heads/main", "before": before, "after": commit, "created": before == NOTHING, "deleted": False, "forced": False,
                           "commits": [told], "head_commit": told, "pusher": {"name": "Fault"},
                           "repository": {"id": 1, "name": "repository", "full_name": "fault/repository", "default_branch": "main", "clone_url": self.url}})


def ping():
    return json.dumps({"zen": str(uuid.uuid4()), "hook_id": 1, "repository": {"id": 2, "full_name": "fault/other"}})
