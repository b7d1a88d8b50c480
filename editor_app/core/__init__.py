"""The core: everything the program knows, usable without a window. Never imports Qt."""
