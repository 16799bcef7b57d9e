"""What a dataset shows when it is looked at: networks of accounts, merchants and devices."""
