"""Odd but honest: twins that look like fraud, and anomalies of four families."""
