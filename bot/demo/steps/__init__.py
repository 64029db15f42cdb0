"""The steps of the tour, by what people do in them."""
