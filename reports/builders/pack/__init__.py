"""The sections of the board pack, one module each."""
