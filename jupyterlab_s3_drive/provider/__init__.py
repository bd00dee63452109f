"""The keys for kernels and terminals: they ask the server for them, whenever they need some."""
