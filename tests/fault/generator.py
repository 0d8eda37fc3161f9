"""Sends what GitHub and people send, and keeps its own list of what was acknowledged, on disk before it goes on."""
import hashlib
import hmac
import http.client
import json
import os
import time
import uuid

SECRET, TOKEN = "fault-secret-" + "s" * 20, "eev_fault" + "t" * 40


class Generator:
    def __init__(self, port, list_path):
        self.port = port
        self.list = open(list_path, "a+b")
        self.lines = []       # what the judge reads: dictionaries, in the order of writing
        self.sent = {}        # delivery id -> (event, body), also those without an answer
        self.acknowledged = set()
        self.silence = []     # why there was no whole answer

    def note(self, **line):
        self.list.write(json.dumps(line).encode() + b"\n")
        self.list.flush()
        os.fsync(self.list.fileno())
        self.lines.append(line)

    def ask(self, method, path, body=None, headers=None, timeout=10):
        """(status, headers, JSON or text), or None when there was no whole answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            everything = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", **(headers or {})}
            line.request(method, path, body, everything)
            answer = line.getresponse()
            text = answer.read()
            try:
                return answer.status, answer.headers, json.loads(text)
            except ValueError:
                return answer.status, answer.headers, text.decode(errors="replace")
        except (OSError, http.client.HTTPException) as why:
            self.silence.append(f"{method} {path}: {why!r}")
            return None
        finally:
            line.close()

    def must(self, method, path, body=None, expect=(200, 201, 202)):
        answer = self.ask(method, path, json.dumps(body) if body is not None else None)
        if answer is None or answer[0] not in expect:
            raise RuntimeError(f"{method} {path}: {answer and (answer[0], answer[2])}")
        return answer[2]

    # --- signed deliveries

    def signed(self, key, event, body):
        return {"X-GitHub-Event": event, "X-GitHub-Delivery": key, "Authorization": "",
                "X-Hub-Signature-256": "sha256=" + hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).hexdigest()}

    def deliver(self, event, body, key=None):
        """One signed delivery; returns its id. Without a good answer it is sent again by deliver_unanswered."""
        key = key or str(uuid.uuid4())
        self.sent[key] = (event, body)
        answer = self.ask("POST", "/hooks/github", body, self.signed(key, event, body))
        if answer and answer[0] in (200, 202):
            self.acknowledged.add(key)
            self.note(kind="delivery", key=key, event=event, position=answer[2]["position"], duplicate=answer[2]["duplicate"])
        elif answer:
            self.note(kind="refused", key=key, status=answer[0], retry_after=answer[1].get("Retry-After"))
        return key

    def deliver_unanswered(self, seconds=20):
        """As GitHub's redelivery: the same id and body until each has an answer."""
        until = time.monotonic() + seconds
        while missing := set(self.sent) - self.acknowledged:
            if time.monotonic() > until:
                raise TimeoutError(f"{len(missing)} deliveries are not accepted")
            for key in missing:
                self.deliver(*self.sent[key], key=key)
            time.sleep(0.05)

    def deliver_again(self):
        """Everything once more: nothing of it may happen twice."""
        for key in sorted(self.acknowledged):
            self.deliver(*self.sent[key], key=key)

    # --- people

    def rollback(self, expect_refusal=False):
        key = str(uuid.uuid4())
        for _ in range(200):
            answer = self.ask("POST", "/api/v1/projects/fault/environments/production/rollback", "{}", {"Idempotency-Key": key})
            if answer and answer[0] == 202:
                self.note(kind="rollback", deployment=answer[2]["deployment"], position=answer[2]["position"])
                return answer[2]["deployment"]
            if answer and answer[0] < 500 and not expect_refusal:
                raise RuntimeError(f"rollback: {answer[0]} {answer[2]}")
            if answer and answer[0] < 500:
                return None
            time.sleep(0.1)
        raise TimeoutError("the rollback is not accepted")
