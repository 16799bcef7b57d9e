"""A shard's arrays as Arrow tables of the glossary."""
