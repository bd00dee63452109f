"""Notebooks of a bucket, converted by nbconvert to other formats."""
