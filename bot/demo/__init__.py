"""The demo: the real program in a stand-in Discord, with an invented collaboration."""
