"""`POST batch`, and the copies that come in it."""
