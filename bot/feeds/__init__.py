"""Feeds: calendars to subscribe to, public and private."""
