"""What a corridor's record says as of a day: the values behind the status page and the situation report."""
