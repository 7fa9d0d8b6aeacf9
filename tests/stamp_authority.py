"""An authority for time stamps of the tests' own: `openssl ts` behind an address of this machine."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

HAS_OPENSSL = shutil.which("openssl") is not None
_CONFIGURATION = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[signs]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[rooted]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
"""


@dataclass
class Authority:
    """Where it listens, its root as PEM, and what it answers: a stamp, or what a test sets."""

    folder: Path
    address: str = ""
    instead: tuple[int, bytes] | None = None
    asked: list[bytes] = field(default_factory=list)

    @property
    def root(self) -> str:
        return (self.folder / "root.pem").read_text()

    def answer(self, query: bytes) -> tuple[int, bytes]:
        self.asked.append(query)
        if self.instead is not None:
            return self.instead
        (self.folder / "query.tsq").write_bytes(query)
        _openssl(
            self.folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr"
        )
        return 200, (self.folder / "reply.tsr").read_bytes()


@contextmanager
def listening(folder: Path) -> Iterator[Authority]:
    """The authority with keys of its own, listening until the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tsa.cnf").write_text(_CONFIGURATION.format(folder=folder))
    (folder / "serial").write_text("01\n")
    ec = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    _openssl(
        folder, "req", "-x509", *ec, "-keyout", "root.key", "-out", "root.pem", "-days", "30",
        "-subj", "/CN=Invented root", "-config", "tsa.cnf", "-extensions", "rooted",
    )  # fmt: skip
    _openssl(
        folder, "req", *ec, "-keyout", "signer.key", "-out", "signer.csr", "-subj", "/CN=Invented authority",
        "-config", "tsa.cnf",
    )  # fmt: skip
    _openssl(
        folder, "x509", "-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
        "-days", "30", "-out", "signer.pem", "-extfile", "tsa.cnf", "-extensions", "signs",
    )  # fmt: skip
    authority = Authority(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, content = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Nothing: the tests' output is theirs."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    authority.address = f"http://127.0.0.1:{server.server_port}/tsr"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield authority
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _openssl(folder: Path, *arguments: str) -> None:
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
