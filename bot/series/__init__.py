"""Series: recurring kinds of meeting, and the weeks in which clocks disagree."""
