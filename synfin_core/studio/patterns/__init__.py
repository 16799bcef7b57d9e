"""The Fraud Patterns screen: gallery, one case told, golden hour, which one, mix, comparison, network."""
