"""Programme: what people do, one transaction each."""
