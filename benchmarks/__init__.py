"""Performance as ratios over a bare library, taken in one run; never asserted by a timed test."""
