"""HTTP: the server, headers and caching (aiohttp.web's home)."""
