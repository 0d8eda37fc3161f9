"""A small team's projects, for pictures: pushed with git and deployed through the API like any other, one of them badly."""
import os
import subprocess

from house import until

MARA, JO, AKI = ("Mara Lindt", "mara@example.invalid"), ("Jo Okafor", "jo@example.invalid"), ("Aki Tanaka", "aki@example.invalid")
HEALTH = {"command": {"run": [["test", "-s", "page"]], "on": "node"}, "attempts": 2, "backoff": "100ms", "timeout": "5s"}
BUILD = {"run": [["sh", "-c", "for part in fonts styles scripts pages; do echo \"bundling $part\"; done; wc -c page"]]}

# project: environments with their nodes, then the commits: who, what, what the page holds, and where it is deployed
PROJECTS = {
    "shop": ({"staging": ["node-1"], "production": ["node-2", "node-3"]}, [
        (MARA, "Show the basket on every page", "basket", ["staging", "production"]),
        (JO, "Ship to Norway and Iceland", "basket, nordics", ["staging", "production"]),
        (AKI, "Remember the address between orders", "basket, nordics, address", ["staging", "production"]),
        (JO, "Drop the old checkout", "", ["production"]),
        (MARA, "Sort sizes by what is in stock", "basket, nordics, address, sizes", ["staging"]),
    ]),
    "billing": ({"production": ["node-1"]}, [
        (AKI, "Round totals once, at the end", "rounding", ["production"]),
        (AKI, "Send receipts as PDF", "rounding, receipts", ["production"]),
    ]),
    "docs": ({"production": ["node-3"]}, [
        (MARA, "Explain how returns work", "returns", ["production"]),
        (JO, "Add a page for partners", "returns, partners", ["production"]),
    ]),
}
NOTES = {"Remember the address between orders": "asked for by support, ticket 311"}


def settle(house):
    """Returns when everything has been deployed."""
    for name, (environments, commits) in PROJECTS.items():
        bare, work = house.data / "demo" / f"{name}.git", house.folder / name
        house.git("init", "-q", "--bare", "-b", "main", bare, folder=house.folder)
        house.git("clone", "-q", bare, work, folder=house.folder)
        house.git("checkout", "-q", "-B", "main", folder=work)
        for number, (who, what, text, places) in enumerate(commits):
            commit = _commit(house, work, who, what, text)
            if number == 0:
                spec = {"project": name, "repository": f"file://{bare}", "build": BUILD,
                        "environments": {place: {"nodes": {"names": nodes}, "health": HEALTH} for place, nodes in environments.items()}}
                answer = house.call("PUT", f"/api/v1/projects/{name}", spec)
                assert answer[0] == 200, answer
            for place in places:
                _deploy(house, name, place, commit, NOTES.get(what))


def _commit(house, work, who, what, text):
    (work / "page").write_text(f"{text}\n" if text else "")
    name, address = who
    house.git("add", "-A", folder=work)
    done = subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", what], cwd=work, capture_output=True, text=True, timeout=60,
                          env={**os.environ, **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in (("NAME", name), ("EMAIL", address))}})
    assert done.returncode == 0, done.stderr
    house.git("push", "-q", "origin", "main", folder=work)
    return house.git("rev-parse", "HEAD", folder=work)


def _deploy(house, project, environment, commit, note):
    asked = house.post(f"/api/v1/projects/{project}/environments/{environment}/deployments", {"commit": commit, **({"note": note} if note else {})})
    path = f"/api/v1/deployments/{asked['deployment']}"
    until(lambda: house.get(path)["status"] not in ("queued", "running"), 60, f"{project}/{environment} to be deployed")
