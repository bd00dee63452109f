"""Access to the store: client, connection, signing, retries."""
