"""The demo: the real program in a stand-in Discord, with an invented collaboration."""

from bot.demo.browser import run_demo

__all__ = ["run_demo"]
