"""The analytics of a dataset: what is spread how, what goes together, what tells fraud from honest, when and where."""
