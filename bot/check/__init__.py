"""`python -m bot check`: what works in this installation and what does not."""
