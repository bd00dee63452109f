"""The other S3 panels for JupyterLab that install on the same version."""

from __future__ import annotations

from .api import Peer
from .bucketexplorer import BucketExplorer
from .drives import JupyterDrives
from .minio import JupyterlabMinio
from .storageexplorer import StorageExplorer

#: In the order in which the table shows them.
PEERS: tuple[Peer, ...] = (
    JupyterDrives(),
    JupyterlabMinio(),
    BucketExplorer(),
    StorageExplorer(),
)
