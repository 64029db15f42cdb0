"""A Discord of our own, on a loopback port, in a process of its own: it outlives the bot.

`python -m tests.loopback` serves Discord's REST and gateway; tests talk to it through `Discord`.
"""
