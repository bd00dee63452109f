"""Copies between the workspace (Jupyter's contents root) and S3, on the server's side."""
