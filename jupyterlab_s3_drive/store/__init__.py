"""Access to the store: client, signing, requests, buckets."""
