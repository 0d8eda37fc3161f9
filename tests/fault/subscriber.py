"""A page that watches: a WebSocket that comes back after every end with the position it has reached."""
import base64
import json
import os
import socket
import struct
import threading
import time

from generator import TOKEN


class Subscriber(threading.Thread):
    def __init__(self, port):
        super().__init__(daemon=True)
        self.port = port
        self.position = None   # up to which everything is known
        self.events = {}       # position -> event as it was shown
        self.mistakes = []
        self.resumes = 0
        self.over = threading.Event()
        self.start()

    def run(self):
        while not self.over.is_set():
            try:
                self.watch()
            except (OSError, EOFError, ValueError):
                pass
            self.over.wait(0.02)

    def watch(self):
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
            query = "" if self.position is None else f"?after={self.position}"
            key = base64.b64encode(os.urandom(16)).decode()
            line.sendall((f"GET /api/v1/live{query} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                          f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nAuthorization: Bearer {TOKEN}\r\n\r\n").encode())
            stream = line.makefile("rb")
            if b"101" not in stream.readline():
                raise EOFError
            while stream.readline() not in (b"\r\n", b""):
                pass
            self.resumes += 1
            line.settimeout(1)
            while not self.over.is_set():
                try:
                    first = stream.read(2)
                except TimeoutError:
                    return  # a quiet second: come back with what is known
                if len(first) < 2:
                    raise EOFError
                size = first[1] & 127
                if size > 125:
                    wide = 2 if size == 126 else 8
                    size = struct.unpack(">H" if wide == 2 else ">Q", stream.read(wide))[0]
                body = stream.read(size)
                if len(body) < size:
                    raise EOFError
                if first[0] & 15 == 1:
                    self.take(json.loads(body))
                elif first[0] & 15 == 8:
                    raise EOFError

    def take(self, message):
        if message["type"] == "behind":
            raise EOFError
        if message["type"] == "snapshot":
            if self.position is not None and message["position"] < self.position:
                self.mistakes.append(f"was shown position {message['position']} after {self.position}")
            self.position = message["position"]
        if message["type"] == "change":
            for event in message["events"]:
                if self.position is not None and event["position"] != self.position + 1:
                    self.mistakes.append(f"was told {event['position']} after {self.position}")
                self.events[event["position"]] = event
                self.position = event["position"]

    def stop(self):
        self.over.set()
        self.join(5)


def reached(subscriber, position, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until and (subscriber.position or 0) < position:
        time.sleep(0.02)
    return (subscriber.position or 0) >= position
