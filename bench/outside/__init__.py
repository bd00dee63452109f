"""Run by the interpreters of other environments; nothing here is imported by the bench."""
