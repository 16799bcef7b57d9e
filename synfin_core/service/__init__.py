"""The scoring API: payments come in as a bank sees them, scores of the promoted model go out."""
