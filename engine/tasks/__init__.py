"""The inbox: what a case asks of people, and the verbs by which they answer."""
