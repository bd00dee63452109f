"""Requests on the objects of a bucket, and what belongs to an object."""
