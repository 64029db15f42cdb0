"""A made-up subject: everything that a subject can add to Meridian, in one folder."""
