"""What people type for a time, read in English, German, French and Hebrew."""
