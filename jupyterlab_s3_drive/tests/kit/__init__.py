"""What the tests share: stores, servers, hostile peers, and what is said on the wire."""
