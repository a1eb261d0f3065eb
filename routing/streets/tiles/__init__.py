"""The map of a city as vector tiles, the letters on it, and its look."""
