"""Series: what people do, one transaction each."""
