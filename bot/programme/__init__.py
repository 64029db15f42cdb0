"""Programme: a meeting whole, and the reminders before it."""
