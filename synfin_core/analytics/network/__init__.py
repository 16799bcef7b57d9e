"""Rings, paths and bursts found in the observable columns alone, and how well they were found."""
