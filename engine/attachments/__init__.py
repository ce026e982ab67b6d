"""Files of cases: evidence of a complaint, a signed contract. Kept in the database, addressed by content."""
