"""A folder or a selection of a bucket as one zip, created while it is downloaded."""
