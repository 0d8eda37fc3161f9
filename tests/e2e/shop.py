"""A second project for stories beside the demo's."""
from house import until


class Shop:
    """A second project with a repository of its own, served to the demo's nodes; nobody tells Eeveon of its pushes."""

    def __init__(self, house, name, **spec):
        self.house, self.name = house, name
        self.bare = house.data / "demo" / f"{name}.git"
        self.work = house.folder / name
        self.url = f"file://{self.bare}"
        house.git("init", "-q", "--bare", "-b", "main", self.bare, folder=house.folder)
        house.git("clone", "-q", self.bare, self.work, folder=house.folder)
        house.git("checkout", "-q", "-B", "main", folder=self.work)
        self.first = self.push({"page": "first"})
        environment = {"nodes": {"names": ["node-1"]}, **spec.pop("production", {})}
        answer = house.call("PUT", f"/api/v1/projects/{name}",
                            {"project": name, "repository": self.url, "environments": {"production": environment}, **spec})
        assert answer[0] == 200, answer

    def push(self, files, tag=None):
        for name, text in files.items():
            (self.work / name).write_text(text)
        self.house.git("add", "-A", folder=self.work)
        self.house.git("commit", "-q", "-m", f"Change {', '.join(files)}", folder=self.work)
        if tag:
            self.house.git("tag", tag, folder=self.work)
        self.house.git("push", "-q", "--tags", "origin", "main", folder=self.work)
        return self.house.git("rev-parse", "HEAD", folder=self.work)

    def rows(self):
        return self.house.get(f"/api/v1/deployments?project={self.name}")["deployments"]

    def ended(self, commit, trigger):
        def look():
            row = next((d for d in self.rows() if d["commit"] == commit and d["trigger"] == trigger), None)
            return row if row and row["status"] not in ("queued", "running") else None
        return until(look, 30, f"the deployment of {commit[:8]} of {self.name} to end")

    def live(self):
        return (self.house.data / "demo" / "nodes" / "node-1" / self.name / "production" / "current" / "page").read_text()
