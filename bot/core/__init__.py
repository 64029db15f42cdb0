"""What all parts share: refusals, text, mathematics, page addresses, intervals, rate limits."""
