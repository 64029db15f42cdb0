"""How long data is kept, and what a member's data is."""
