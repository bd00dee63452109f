"""What fails: requests to the store, the store, the server, each at every point of an operation."""
