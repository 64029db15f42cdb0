"""Polls: candidate times and members' votes."""
