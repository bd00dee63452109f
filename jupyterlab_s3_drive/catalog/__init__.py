"""Which connections this server can make: its own, and those that are declared or found."""
