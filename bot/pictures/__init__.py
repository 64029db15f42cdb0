"""Pictures: formulas as Discord cannot write them."""
