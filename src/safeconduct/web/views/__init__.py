"""How values look: words, numbers, charts and files. Pure; nothing here knows of requests."""
