"""Tests of what the bench works out by itself."""
