"""Finding a time: ranked times, overlaps of hours, and what a typed time means."""
