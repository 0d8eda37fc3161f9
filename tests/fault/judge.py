"""The judge. It trusts nothing that the product says about itself: it reads the generator's list, the nodes' own journals,
the subscriber's notes and the rows in PostgreSQL, and names what does not fit together. V1 to V9 are its laws."""
import collections
import json

from machines import wait_until
from world import ENDED

KEPT_ONCE = {"verify", "switch", "unswitch", "hook-begin"}


class Judge:
    def __init__(self, world):
        self.world = world
        sql = world.sql
        self.events = sql.rows("SELECT position, stream, version, type, actor, causation, delivery, data, extract(epoch FROM recorded_at)::float8 AS time FROM events_json ORDER BY position")
        self.head = sql.one("SELECT position FROM log_head")
        self.streams = {row["id"]: row["version"] for row in sql.rows("SELECT id, version FROM streams")}
        self.runs = sql.rows("SELECT id, subject, kind, state, fence, attempts FROM runs")
        self.deliveries = sql.rows("SELECT source, key FROM deliveries")
        told = read_journals(world.nodes)
        self.refused = [entry for entry in told if entry["verb"] == "refused"]
        self.journal = [entry for entry in told if entry["verb"] != "refused"]
        self.findings = []

    def expect(self, holds, law, text):
        if not holds:
            self.findings.append(f"{law}: {text}")

    def of_type(self, *types):
        return [event for event in self.events if event["type"] in types]

    def verdict(self):
        for law in (self.v1_acknowledged_once, self.v2_positions, self.v3_versions, self.v4_subscriber, self.v5_no_effect_twice,
                    self.v6_fences, self.v7_one_at_a_time, self.v8_everything_ended, self.the_fleet):
            law()
        return self.findings

    def v1_acknowledged_once(self):
        by_delivery = collections.Counter(e["delivery"] for e in self.events if e["delivery"])
        kept = {d["source"] + "/" + d["key"] for d in self.deliveries}
        first = {}
        for line in self.world.generator.lines:
            if line["kind"] == "delivery":
                name = "github/" + line["key"]
                self.expect(by_delivery[name] == 1, "V1", f"delivery {line['key']} was acknowledged and stands {by_delivery[name]} times in the log")
                self.expect(name in kept, "V1", f"delivery {line['key']} was acknowledged and is not kept")
                position = first.setdefault(line["key"], line["position"])
                self.expect(position == line["position"], "V1", f"delivery {line['key']} was answered with positions {position} and {line['position']}")
                at = self.events[line["position"] - 1] if 0 < line["position"] <= len(self.events) else None
                self.expect(at and at["delivery"] == name, "V1", f"position {line['position']} was answered for {line['key']} and is another event")
            if line["kind"] == "rollback":
                asked = [e for e in self.of_type("deployment_requested") if e["data"]["deployment"] == line["deployment"]]
                self.expect(len(asked) == 1, "V1", f"rollback {line['deployment']} was acknowledged and stands {len(asked)} times in the log")
        for name, count in by_delivery.items():
            self.expect(count == 1, "V1", f"{name} stands {count} times in the log")
            if name.startswith("github/"):
                self.expect(name.removeprefix("github/") in self.world.generator.sent, "V1", f"{name} was never sent")
        for push in self.of_type("push_received"):
            reactions = [e for e in self.of_type("deployment_requested") if e["causation"] == push["position"]]
            self.expect(len(reactions) == 1, "V1", f"the push at {push['position']} was reacted to {len(reactions)} times")

    def v2_positions(self):
        found = [e["position"] for e in self.events]
        self.expect(found == list(range(1, len(found) + 1)), "V2", f"positions have a hole: {len(found)} events, the last at {found[-1] if found else 0}")
        self.expect(self.head == len(found), "V2", f"the head stands at {self.head}, with {len(found)} events")

    def v3_versions(self):
        versions = collections.defaultdict(list)
        for event in self.events:
            versions[event["stream"]].append(event["version"])
        for stream, found in versions.items():
            self.expect(found == list(range(1, len(found) + 1)), "V3", f"{stream} has versions {found}")
            self.expect(self.streams.get(stream) == len(found), "V3", f"{stream} is said to be at {self.streams.get(stream)}, with {len(found)} events")
        for stream in self.streams.keys() - versions.keys():
            self.expect(False, "V3", f"{stream} is said to be at {self.streams[stream]}, without any event")

    def v4_subscriber(self):
        if not self.world.subscriber:
            return
        for mistake in self.world.subscriber.mistakes:
            self.expect(False, "V4", f"the page {mistake}")
        for position, shown in self.world.subscriber.events.items():
            now = self.events[position - 1] if position <= len(self.events) else None
            same = now and all(shown[key] == now[key] for key in ("stream", "version", "type", "data"))
            self.expect(same, "V2", f"the page was shown another event at {position}")

    def fence_owner(self, fence):
        """The deployment and run whose claim gave the fence, or nothing."""
        epoch, _, position = fence.partition(".")
        at = self.events[int(position) - 1] if 0 < int(position) <= len(self.events) else None
        if epoch != "0" or not at or at["type"] != "run_claimed":
            return None
        return at["stream"].removeprefix("deployment-"), at["data"]["run"]

    def v5_no_effect_twice(self):
        done = collections.Counter()
        for entry in self.journal:
            owner = self.fence_owner(entry["fence"])
            if entry["verb"] not in KEPT_ONCE or not owner or (entry["verb"] == "hook-begin" and entry["key"] == "check"):
                continue
            done[entry["node"], entry["verb"], entry["release"], entry.get("key"), owner[0]] += 1
        for (node, verb, release, key, deployment), count in done.items():
            self.expect(count == 1, "V5", f"{node} did {verb} {key or ''} of {release} {count} times for {deployment}")

    def v6_fences(self):
        seen = {}
        for entry in self.journal:
            fence = tuple(int(part) for part in entry["fence"].split("."))
            self.expect(fence >= seen.get(entry["node"], (0, 0)), "V6", f"{entry['node']} did {entry['verb']} with fence {entry['fence']} behind {seen.get(entry['node'])}")
            seen[entry["node"]] = max(fence, seen.get(entry["node"], (0, 0)))
            self.expect(self.fence_owner(entry["fence"]), "V6", f"{entry['node']} did {entry['verb']} with fence {entry['fence']}, which no claim gave")
        held = {}  # subject -> its newest claim
        for event in self.events:
            if event["type"] == "run_claimed":
                held[event["stream"]] = event["position"]
            elif event["type"].startswith("step_"):
                self.expect(event["causation"] == held.get(event["stream"]), "V6",
                            f"{event['type']} at {event['position']} was written under claim {event['causation']} after claim {held.get(event['stream'])}")

    def v7_one_at_a_time(self):
        holder = None
        for event in self.events:
            if event["type"] == "environment_locked":
                self.expect(holder is None, "V7", f"{event['data']['deployment']} got the environment at {event['position']} while {holder} held it")
                holder = event["data"]["deployment"]
            elif event["type"] == "environment_unlocked":
                self.expect(holder == event["data"]["deployment"], "V7", f"{event['data']['deployment']} let go of what {holder} held")
                holder = None
            elif event["type"] == "step_started" and event["stream"].startswith("deployment-"):
                self.expect(event["stream"] == f"deployment-{holder}", "V7", f"{event['stream']} began {event['data']['step']} while {holder} held the environment")
        over, now = set(), None
        for entry in sorted((e for e in self.journal if self.fence_owner(e["fence"])), key=lambda e: e["time"]):
            deployment = self.fence_owner(entry["fence"])[0]
            if deployment != now:
                self.expect(deployment not in over, "V7", f"{deployment} did {entry['verb']} on {entry['node']} after {now} had begun")
                over.add(now)
                now = deployment
        claimed = {}  # subject -> time of the claim that may still hold it
        for event in self.events:
            if event["type"] == "run_claimed":
                before = claimed.get(event["stream"])
                early = before is not None and event["time"] - before < self.world.lease_seconds / 2
                self.expect(not early, "V7", f"{event['stream']} was claimed again at {event['position']} although its lease had not run out")
                claimed[event["stream"]] = event["time"]
            elif event["type"] in ("run_queued", "run_interrupted"):
                claimed.pop(event["stream"], None)

    def v8_everything_ended(self):
        ends = collections.Counter(e["stream"] for e in self.of_type(*ENDED))
        for asked in self.of_type("deployment_requested"):
            stream = f"deployment-{asked['data']['deployment']}"
            self.expect(ends[stream] == 1, "V8", f"{stream} ended {ends[stream]} times")
        for run in self.runs:
            self.expect(run["state"] == "done", "V8", f"{run['id']} is {run['state']}")

    def the_fleet(self):
        """Every node serves what the log says is live."""
        live = [e["data"] for e in self.events if e["type"] == "release_went_live"]
        for name, root in self.world.nodes.items():
            link = root / "fault" / "production" / "current"
            now = link.readlink().name if link.is_symlink() else None
            self.expect(now == (live[-1]["release"] if live else None), "fleet", f"{name} serves {now}, the log says {live and live[-1]['release']}")
            if live and now:
                version = (link / "version").read_text().strip()
                self.expect(self.world.repository.commits[int(version)] == live[-1]["commit"], "fleet", f"{name} serves the content of commit {version}")


def read_journals(nodes):
    entries = []
    for name, root in nodes.items():
        for line in (root / ".eeveon" / "journal").read_text().splitlines():
            at, verb, _, fence, release, *more = line.split(" ")
            entries.append({"node": name, "time": float(at), "verb": verb, "fence": fence, "release": release, **({"key": more[0]} if more else {})})
    return entries


def v9_views_rebuilt(world):
    """Stops the server, empties the read tables and lets a fresh one fold the whole log: the rows must be the same."""
    last = world.sql.one("SELECT max(position) FROM events WHERE stream = 'env-fault/production'")
    wait_until(lambda: world.sql.one("SELECT position FROM checkpoints WHERE name = 'views'") >= last, 10, f"the views are stored up to {last}")
    world.end("server-1")
    live = world.views()
    world.empty_views()
    world.start_server(wait=False)
    rebuilt = {}

    def same():
        rebuilt.clear()
        rebuilt.update(world.views())
        return rebuilt == live
    try:
        wait_until(same, 20, "the same rows")
    except TimeoutError:
        different = [f"{key}: {json.dumps(live.get(key))} rebuilt as {json.dumps(rebuilt.get(key))}" for key in live.keys() | rebuilt.keys() if live.get(key) != rebuilt.get(key)]
        return [f"V9: {len(different)} rows differ, as {different[0]}"]
    finally:
        world.end("server-1")
    return []
