"""`python -m jupyterlab_s3_drive.demo`, the same as `jupyter s3-drive`."""

from .cli import main

main()
