"""Datasets on disk and in memory: parts, views, exports, fingerprints, and the checks of every promise."""
