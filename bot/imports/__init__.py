"""Import of a schedule kept in a spreadsheet."""
