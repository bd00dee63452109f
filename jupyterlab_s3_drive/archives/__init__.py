"""A folder or a selection of a bucket as one zip, made while it is downloaded."""
