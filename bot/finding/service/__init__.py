"""Finding: what people do, one transaction each."""
