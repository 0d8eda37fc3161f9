"""Serves the repositories in FOLDER/git over https with git's own http-backend, to one LOGIN; writes its port to TOLD."""
import base64
import http.server
import os
import ssl
import subprocess
import sys

FOLDER, LOGIN, TOLD = sys.argv[1:]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def end(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def serve(self):
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path, _, query = self.path.partition("?")
        if self.headers.get("Authorization") != "Basic " + base64.b64encode(LOGIN.encode()).decode():
            return self.end(401, [("WWW-Authenticate", 'Basic realm="repositories"')])
        if path.startswith("/forbidden.git"):
            return self.end(403)
        told = subprocess.run(
            ["git", "http-backend"],
            input=sent,
            stdout=subprocess.PIPE,
            check=True,
            env={
                "PATH": os.environ["PATH"],
                "GIT_PROJECT_ROOT": FOLDER + "/git",
                "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "REQUEST_METHOD": self.command,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "CONTENT_LENGTH": str(len(sent)),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                "REMOTE_USER": "eve",
            },
        ).stdout
        head, _, body = told.partition(b"\r\n\r\n")
        headers = [line.split(": ", 1) for line in head.decode().split("\r\n")]
        status = next((int(value[:3]) for name, value in headers if name == "Status"), 200)
        self.end(status, [one for one in headers if one[0] != "Status"], body)

    do_GET = do_POST = serve


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(FOLDER + "/certificate.pem", FOLDER + "/certificate.key")
server.socket = context.wrap_socket(server.socket, server_side=True)
with open(TOLD + ".new", "w", encoding="ascii") as told_to:
    told_to.write(str(server.server_port))
os.rename(TOLD + ".new", TOLD)
server.serve_forever()
