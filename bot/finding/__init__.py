"""Finding: hours that suit, times at every site, and how sites' hours overlap."""
