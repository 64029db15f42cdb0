"""Sites: what people do, one transaction each."""
