"""What the house says to people outside: messages by template, and pages behind a signed link.

Whether a message may go is the table contact_preference (D17); what may stand in it is a list of fields, none of them
internal. The ledger keeps that something was sent and its hash, never the text.
"""
