"""The HTTP routes of the server extension: the handlers, and helpers that only handlers use."""
