"""One file a typology: its story in a sentence, and one function that turns cases into legs."""
