"""The System Health screen: one file a part."""
