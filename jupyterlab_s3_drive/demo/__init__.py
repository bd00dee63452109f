"""The demo: an embedded store, sample data, and JupyterLab with the environment of a Datalab pod."""
