"""Is it believable: every published figure beside the one measured in a dataset."""
