"""Copies between the workspace (Jupyter's contents root) and S3, in the server."""
