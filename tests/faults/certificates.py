"""Certificates for TLS tests, made on the spot by the system's `openssl`: an own authority, and what it signs."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

HAVE_OPENSSL = shutil.which("openssl") is not None

_CONFIG = """
[ca]
default_ca = own
[own]
dir = {folder}
database = {folder}/index.txt
new_certs_dir = {folder}
serial = {folder}/serial
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = who
[who]
"""


class Authority:
    """A certificate authority in `folder`. `trusted` is a client context that trusts it and nobody else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._config = folder / "openssl.cnf"
        self._config.write_text(_CONFIG.format(folder=folder))
        (folder / "index.txt").touch()
        (folder / "serial").write_text("1000\n")
        self._key, self._certificate = folder / "ca.key", folder / "ca.pem"
        self._make(
            self._key, self._certificate, "/CN=Telex test authority", ("basicConstraints=critical,CA:TRUE",)
        )

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self._certificate))

    def server(
        self, name: str, *, start: str = "20200101000000Z", end: str = "20990101000000Z"
    ) -> ssl.SSLContext:
        """A server context whose certificate is for `name` (a host name or number), valid from `start` to `end`."""
        key, request, certificate = (self._folder / f"{name}-{end}.{kind}" for kind in ("key", "csr", "pem"))
        kind = "IP" if name.replace(".", "").isdigit() else "DNS"
        self._openssl(
            *(
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-config",
                str(self._config),
                "-subj",
                f"/CN={name}",
            ),
            *("-addext", f"subjectAltName={kind}:{name}", "-keyout", str(key), "-out", str(request)),
        )
        self._openssl(
            *("ca", "-batch", "-config", str(self._config), "-cert", str(self._certificate)),
            *("-keyfile", str(self._key), "-in", str(request), "-out", str(certificate)),
            *("-startdate", start, "-enddate", end, "-notext"),
        )
        return _context(certificate, key)

    def self_signed(self, name: str) -> ssl.SSLContext:
        """A server context whose certificate nobody else signed."""
        key, certificate = self._folder / "self.key", self._folder / "self.pem"
        self._make(key, certificate, f"/CN={name}", (f"subjectAltName=IP:{name}",))
        return _context(certificate, key)

    def _make(self, key: Path, certificate: Path, subject: str, extensions: tuple[str, ...]) -> None:
        more = [part for extension in extensions for part in ("-addext", extension)]
        self._openssl(
            *(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-config",
                str(self._config),
                "-subj",
                subject,
            ),
            *("-days", "3650", "-keyout", str(key), "-out", str(certificate), *more),
        )

    @staticmethod
    def _openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)


def _context(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
