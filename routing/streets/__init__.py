"""Streets of a city: from map data to travel times, paths, places and a first map."""
