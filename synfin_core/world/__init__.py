"""Who exists: people, their accounts, cards and devices, the merchants and places around them, and outside parties."""
