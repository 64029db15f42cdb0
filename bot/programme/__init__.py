"""A meeting whole: its slots, talks, answers, announcements and reminders."""
