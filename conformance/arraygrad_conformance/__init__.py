"""Checks of what a backend of arraygrad has to do, for any backend by name."""
