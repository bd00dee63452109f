"""A certificate authority for tests, and a certificate of it for a store on loopback."""

from __future__ import annotations

from pathlib import Path

import trustme


def make_certificates(folder: Path) -> tuple[Path, tuple[Path, Path]]:
    """Write an authority and a certificate for 127.0.0.1 and localhost into `folder`.

    Returns:
        the authority's PEM file (for `AWS_CA_BUNDLE`), and the pair of certificate and key.
    """
    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1", "localhost")
    bundle, certificate, key = (folder / name for name in ("ca.pem", "public.crt", "private.key"))
    authority.cert_pem.write_to_path(str(bundle))
    issued.private_key_pem.write_to_path(str(key))
    certificate.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    return bundle, (certificate, key)
