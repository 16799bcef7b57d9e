"""Families of features; each module has the definitions of one, `FEATURES`."""
