"""The web: feeds for calendar programs, pages for people (aiohttp.web's only home)."""
