"""Runs every Python snippet against a real store, in an environment of its own."""
