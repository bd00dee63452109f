"""Hands the provider to the kernels and terminals that a Jupyter server starts."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from ..credentials.credentials import Loaded
from .environment import changed, changes, preset_value
from .server import Provider

_LOCAL = "local-provisioner"


class KernelKeys:
    """Lets kernels and terminals ask the server for keys, so that they go on after a renewal.

    Args:
        serverapp: the Jupyter server.
        current: returns the keys in use.
        is_wanted: whether the administrator wants it.
    """

    def __init__(
        self, serverapp: Any, current: Callable[[], Awaitable[Loaded]], is_wanted: bool
    ) -> None:
        self._serverapp = serverapp
        self._is_wanted = is_wanted
        self._provider: Provider | None = None
        self._current = current
        self._changes: dict[str, str | None] = {}
        #: Why kernels have keys of their own, where the administrator wants it otherwise.
        self.reason: str | None = None

    @property
    def is_on(self) -> bool:
        """Whether kernels that start now ask the server."""
        return bool(self._changes)

    def environ(self, environ: Mapping[str, str]) -> Mapping[str, str]:
        """Return what a kernel has of an environment of the server."""
        return changed(environ, self._changes) if self._changes else environ

    def start(self) -> None:
        """Start the provider, and give it to what is started from now on."""
        if not self._is_wanted:
            return
        self.reason = self._obstacle()
        if self.reason is None:
            provider = Provider(self._current, Path(self._serverapp.runtime_dir))
            try:
                provider.start()
            except OSError as error:
                self.reason = f"The server cannot listen: {type(error).__name__}"
            else:
                self._provider = provider
                self._changes = changes(provider.uri, provider.token_file)
                self._give_to_kernels()
                self._give_to_terminals()
        if self.reason:
            self._serverapp.log.info("Kernels keep keys for S3 of their own. %s", self.reason)

    def close(self) -> None:
        """Stop the provider."""
        if self._provider:
            self._provider.stop()

    def _obstacle(self) -> str | None:
        gateway = getattr(self._serverapp, "gateway_config", None)
        if gateway is not None and gateway.gateway_enabled:
            return "They run on another machine (GatewayClient)."
        before = preset_value(os.environ)
        return f"They find some there: {before}" if before else None

    def _give_to_kernels(self) -> None:
        # No setting has the environment of all kernels: it is made where each is started.
        kernels = self._serverapp.kernel_manager
        start, update = kernels.start_kernel, getattr(kernels, "update_env", None)

        def start_kernel(*args: Any, **kwargs: Any) -> Any:
            if self._is_local(kernels, kwargs.get("kernel_name")):
                kwargs["env"] = self.environ(kwargs.get("env") or os.environ)
            return start(*args, **kwargs)

        def update_env(*, kernel_id: str, env: Mapping[str, str]) -> Any:
            # When a notebook is renamed, for the next start of its kernel.
            if self._is_local(kernels, kernels.get_kernel(kernel_id).kernel_name):
                env = self.environ(env)
            return update and update(kernel_id=kernel_id, env=env)

        kernels.start_kernel = start_kernel
        if update:
            kernels.update_env = update_env

    def _give_to_terminals(self) -> None:
        terminals = self._serverapp.web_app.settings.get("terminal_manager")
        if terminals is not None:
            terminals.extra_env = {**(terminals.extra_env or {}), **self._changes}

    def _is_local(self, kernels: Any, name: str | None) -> bool:
        """Return whether a kernel runs on this machine: others do not reach its loopback."""
        try:
            spec = kernels.kernel_spec_manager.get_kernel_spec(name or kernels.default_kernel_name)
        except Exception:  # noqa: BLE001 - whoever starts it finds the same, and reports it
            return True
        provisioner = spec.metadata.get("kernel_provisioner", {})
        return str(provisioner.get("provisioner_name", _LOCAL)) == _LOCAL
