"""Servers of strangers: real TLS on a loopback port, that answer as a test tells them to."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.ics.download import Fetcher

HOST = "calendar.example.org"
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Certificates:
    """What a server shows, and what trusts it: made for one test run, trusted by nobody else."""

    server: ssl.SSLContext
    client: ssl.SSLContext
    file: Path


def make_certificates(folder: Path, *names: str) -> Certificates:
    """Make an authority, and a certificate for these names signed by it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Strangers")])
    begin = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName(list(map(x509.DNSName, names))), critical=False)
        .sign(key, SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.create_default_context(cadata=made.public_bytes(Encoding.PEM).decode())
    return Certificates(server, client, file)


@dataclass(slots=True)
class Stranger:
    """A server on loopback; `asked` are the requests that it got, whole."""

    certificates: Certificates
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        self.connections += 1
        with suppress(OSError, asyncio.IncompleteReadError):
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.asked.append(request)
            await self.answers[request.split()[1]](writer)
            await writer.drain()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


@asynccontextmanager
async def stranger(
    certificates: Certificates, *, address: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[Stranger]:
    """Run a server for the time of a test."""
    made = Stranger(certificates)
    server = await asyncio.start_server(made.serve, address, port, ssl=certificates.server)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


def fetcher_for(served: Stranger, *, longest_time: float = 10.0) -> Fetcher:
    """Return a fetcher for which every name leads to this server, and loopback is allowed."""
    return fetcher_to(served.port, served.certificates.client, longest_time=longest_time)


def fetcher_to(port: int, trusted: ssl.SSLContext, *, longest_time: float) -> Fetcher:
    """Return a fetcher for which every name leads to one port of loopback, which is allowed."""

    async def resolve(_host: str, _port: int) -> list[tuple[str, int]]:
        return [("127.0.0.1", port)]

    return Fetcher(
        resolve=resolve,
        is_allowed=lambda address: address == "127.0.0.1",
        tls=trusted,
        longest_time=longest_time,
    )


def sends(body: bytes, *headers: str, status: str = "200 OK") -> Answer:
    """Return an answer with a body."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
        writer.write("\r\n".join(lines).encode() + body)

    return answer


def redirects_to(location: str) -> Answer:
    """Return an answer that sends on to another address."""
    return sends(b"", f"Location: {location}", status="302 Found")


def streams(chunk: bytes, *headers: str, pause: float = 0) -> Answer:
    """Return an answer that sends the same chunk until the other side has had enough."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write("\r\n".join(["HTTP/1.1 200 OK", *headers, "", ""]).encode())
        while True:
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer
