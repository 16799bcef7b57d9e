"""Measurements that a reader can repeat: `make bench` and `make prove`."""
