"""Ports for servers under test. Not those that the system hands out itself: a client's connection, or another test that
asked at the same moment, would have taken it before the server listens, or while it is killed and started again."""
import itertools
import os
import socket

FIRST, PAST = 20000, 32000
_next = itertools.count(os.getpid() * 97)  # tests that run side by side begin at different places


def free_port():
    while True:
        port = FIRST + next(_next) % (PAST - FIRST)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
