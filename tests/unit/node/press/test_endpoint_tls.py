"""An https endpoint is asked only if its certificate counts for the address that was set."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from safeconduct.node.press.endpoint_child import post, target_of
from tests.unit.node.press.model_server import model_server


def test_certificates_are_checked_before_anything_is_sent(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "model")])
    now, day = dt.datetime.now(dt.UTC), dt.timedelta(days=1)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    number = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = made.add_extension(x509.SubjectAlternativeName([number]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    file = tmp_path / "model.pem"
    file.write_bytes(certificate + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with model_server() as server:
        server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
        target = target_of(server.url.replace("http:", "https:"))
        with pytest.raises(ssl.SSLCertVerificationError):
            post(target, b"{}", "secret", bytes_max=100, seconds=5)
        assert server.sent == []
        trusted = ssl.create_default_context(cadata=certificate.decode())
        assert post(target, b"{}", "secret", bytes_max=100, seconds=5, trust=lambda: trusted) == b"{}"
        assert len(server.sent) == 1
