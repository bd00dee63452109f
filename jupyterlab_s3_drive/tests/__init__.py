"""Tests of the server extension and of the demo, and the processes that all tests run against."""
