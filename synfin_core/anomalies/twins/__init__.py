"""One file a kind of twin: its sentence, the typologies it looks like, and whom its payments reach instead of a mule."""
