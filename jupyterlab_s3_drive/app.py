"""The server extension: its configuration and its routes."""

from __future__ import annotations

from typing import Any, cast

from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Dict, Enum, Float, List, Unicode

from .catalog.catalog import Catalog
from .events.changes import Changes
from .exports.converter import Converter
from .notary.notary import Notary
from .provider.kernelkeys import KernelKeys
from .routes.anonymous import PublicHandler
from .routes.archives import ArchiveHandler, ArchivesHandler, ArchiveStateHandler
from .routes.batches.batch import BatchHandler
from .routes.connections import Connections
from .routes.exports import ExportHandler, ExportWaitingHandler
from .routes.links import LinksHandler
from .routes.offers import ConnectionsHandler
from .routes.proxy import ProxyHandler
from .routes.renewal import RenewHandler
from .routes.requests.bodies import Bodies
from .routes.routing import Table, first_segments, routes
from .routes.status import StatusHandler
from .routes.transfers import TransferHandler, TransfersHandler
from .routes.trust import TrustHandler
from .store.connection import Settings, Style

ROUTES: Table = (
    (r"api(?:/.*)?", ProxyHandler),
    (r"status", StatusHandler),
    (r"archives", ArchivesHandler),
    (r"archives/[A-Za-z0-9_-]+", ArchiveHandler),
    (r"archives/[A-Za-z0-9_-]+/state", ArchiveStateHandler),
    (r"batch", BatchHandler),
    (r"connections", ConnectionsHandler),
    (r"exports/[A-Za-z0-9_-]+/.+", ExportHandler),
    (r"exports/waiting", ExportWaitingHandler),
    (r"links", LinksHandler),
    (r"public/.*", PublicHandler),
    (r"renew", RenewHandler),
    (r"transfers", TransfersHandler),
    (r"transfers/[A-Za-z0-9_-]+", TransferHandler),
    (r"trust", TrustHandler),
)


class S3Drive(ExtensionApp):
    """Serves an S3 store to JupyterLab with the credentials of this server's environment."""

    name = "jupyterlab_s3_drive"
    load_other_extensions = True

    endpoint_url = Unicode(
        "",
        help="""
        URL of the S3 store. Empty: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, S3_ENDPOINT,
        AWS_S3_ENDPOINT, the AWS configuration files; without any of them, AWS itself.
        """,
    ).tag(config=True)

    public_endpoint_url = Unicode(
        "",
        help="URL at which people's browsers reach the same store. Empty: the same as the server's.",
    ).tag(config=True)

    region = Unicode(
        "",
        help="""
        Region to sign for. Empty: AWS_REGION, AWS_DEFAULT_REGION, the AWS configuration files,
        us-east-1.
        """,
    ).tag(config=True)

    addressing_style = Enum(
        ["auto", "path", "virtual"],
        default_value="auto",
        help="""
        Where the bucket is in a URL of the store: in the path, or before the host. "auto"
        follows AWS_PATH_STYLE_ACCESS, and else takes "virtual" on AWS and "path" elsewhere.
        """,
    ).tag(config=True)

    ca_bundle = Unicode(
        "",
        help="""
        File or folder with the certificate authorities to trust for the store. Empty:
        AWS_CA_BUNDLE, REQUESTS_CA_BUNDLE, the system's own.
        """,
    ).tag(config=True)

    request_payer = Enum(
        ["", "requester"],
        default_value="",
        help="""
        Who pays for requests to buckets that leave it to those who ask ("requester pays"). With
        "requester" every request and link says that the owner of the credentials does.
        """,
    ).tag(config=True)

    server_side_encryption = Enum(
        ["", "AES256", "aws:kms", "aws:kms:dsse"],
        default_value="",
        help="""
        Encryption to ask for, for each new object. An object that is written again keeps its own.
        Empty: what the bucket does by default.
        """,
    ).tag(config=True)

    server_side_encryption_kms_key_id = Unicode(
        "",
        help="""
        Key for new objects, with server_side_encryption "aws:kms" or "aws:kms:dsse". Empty: the
        bucket's, or the store's own.
        """,
    ).tag(config=True)

    read_only = Bool(
        False, help="Refuse every request that would change something in the store."
    ).tag(config=True)

    allow_links = Bool(
        True,
        help="""
        Make presigned links, with which whoever has them reads or writes one object until they end.
        """,
    ).tag(config=True)

    direct_transfers = Bool(
        True,
        help="""
        Let browsers that can reach the store exchange large objects with it directly, by presigned
        links. It needs allow_links.
        """,
    ).tag(config=True)

    public_sharing = Bool(
        True,
        help="""
        Let people open files and folders to everyone by bucket policies. Taking back is permitted in
        any case, where the policy is deleted with it.
        """,
    ).tag(config=True)

    open_data_notice = Unicode(
        "",
        help="""
        Text of the warning before the first publication in a bucket. Empty: that only open data, and
        nothing sensitive, may be published.
        """,
    ).tag(config=True)

    open_data_url = Unicode("", help="Page that this warning links to. Empty: none.").tag(
        config=True
    )

    diffusion_folder = Unicode(
        "diffusion",
        help="Name of the folder at a bucket's root that is for publishing. Empty: none.",
    ).tag(config=True)

    diffusion_is_open = Bool(
        False, help="Whether the platform itself lets all of its users read these folders."
    ).tag(config=True)

    shared_bucket_url = Unicode(
        "", help="Page where people ask for a bucket that they share. Empty: none."
    ).tag(config=True)

    renew_command = List(
        Unicode(),
        help="""
        Program with its arguments that prints new keys, as JSON in the form of AWS's
        credential_process. It is run, without a shell, when somebody renews the access to S3, and by
        itself before the keys in use end. Empty: none.
        """,
    ).tag(config=True)

    renew_timeout = Float(
        60.0, min=1.0, help="Seconds that renew_command may take before it is ended."
    ).tag(config=True)

    allow_pasted_keys = Bool(
        True,
        help="""
        Let people give this server other keys while it runs. They stay in its memory, and are gone
        when it ends.
        """,
    ).tag(config=True)

    new_keys_notice = Unicode(
        "",
        help="Text that says where people get new keys, shown where they renew. Empty: none.",
    ).tag(config=True)

    new_keys_url = Unicode(
        "", help="Page where people get new keys, linked where they renew. Empty: none."
    ).tag(config=True)

    renewable_kernel_keys = Bool(
        False,
        help="""
        Let kernels and terminals ask this server for keys, instead of having those of its environment
        for good: they go on after a renewal. Code that reads the keys from variables finds none
        then.
        """,
    ).tag(config=True)

    connections = Dict(
        help="""
        Further stores, each by a name of small letters, digits and hyphens. A store is a dictionary with
        endpoint_url or region, and profile (of the AWS files) or anonymous: True; without either, people
        enter keys. It may have label, public_endpoint_url, addressing_style, ca_bundle, read_only,
        renew_command, new_keys_notice and new_keys_url too, which are those of this application.
        """,
    ).tag(config=True)

    find_connections = Bool(
        True,
        help="""
        Offer the profiles of the AWS files, and the aliases of MinIO's client in the environment
        (MC_HOST_<alias>), as further stores.
        """,
    ).tag(config=True)

    connect_timeout = Float(
        10.0, min=0.1, help="Seconds to wait for a connection to the store."
    ).tag(config=True)

    read_timeout = Float(
        300.0,
        min=0.1,
        help="""
        Seconds without a byte from the store after which a request fails. A store may be silent for
        long while it copies a large object.
        """,
    ).tag(config=True)

    export_timeout = Float(
        120.0,
        min=1.0,
        help="Seconds that exporting a notebook to another format (nbconvert) may take.",
    ).tag(config=True)

    def own_settings(self) -> Settings:
        """Return the settings of the server's own connection."""
        return Settings(
            endpoint_url=self.endpoint_url,
            public_endpoint_url=self.public_endpoint_url,
            region=self.region,
            addressing_style=cast(Style, self.addressing_style),
            ca_bundle=self.ca_bundle,
            request_payer=self.request_payer,
            server_side_encryption=self.server_side_encryption,
            server_side_encryption_kms_key_id=self.server_side_encryption_kms_key_id.strip(),
            read_only=self.read_only,
            allow_links=self.allow_links,
            direct_transfers=self.direct_transfers,
            public_sharing=self.public_sharing,
            open_data_notice=self.open_data_notice,
            open_data_url=self.open_data_url,
            diffusion_folder=self.diffusion_folder.strip().strip("/"),
            diffusion_is_open=self.diffusion_is_open,
            shared_bucket_url=self.shared_bucket_url,
            renew_command=tuple(self.renew_command),
            renew_timeout=self.renew_timeout,
            allow_pasted_keys=self.allow_pasted_keys,
            new_keys_notice=self.new_keys_notice,
            new_keys_url=self.new_keys_url,
            connect_timeout=self.connect_timeout,
            read_timeout=self.read_timeout,
        )

    def initialize_handlers(self) -> None:
        """Create the objects that the routes share, and register the routes. Sends no request."""
        contents_manager = self.serverapp and self.serverapp.contents_manager
        catalog = Catalog(
            self.own_settings(),
            self.connections,
            first_segments(ROUTES),
            looks=self.find_connections,
        )
        for each in catalog.faults:
            self.log.warning("No S3 connection %r (%s). %s", each.label, each.reason, each.details)
        self.open_connections = Connections(catalog, contents_manager)
        self.notary = Notary(self.serverapp)
        changes = Changes(self.serverapp.event_logger if self.serverapp else None)
        self.kernel_keys = KernelKeys(
            self.serverapp,
            self.open_connections.default.gateway.access.current,
            self.renewable_kernel_keys,
        )
        config_dir = self.serverapp.config_dir if self.serverapp else ""
        self.converter = Converter(self.config, config_dir, self.export_timeout)
        shared = {
            "bodies": Bodies(),
            "changes": changes,
            "connections": self.open_connections,
            "converter": self.converter,
            "kernel_keys": self.kernel_keys,
            "notary": self.notary,
        }
        self.handlers.extend(routes(ROUTES, shared))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        """Begin what needs the event loop, once all extensions are loaded."""
        self.kernel_keys.start()

    async def stop_extension(self) -> None:
        """End running work, and close open resources."""
        self.kernel_keys.close()
        self.converter.close()
        await self.open_connections.close()
        self.notary.close()
