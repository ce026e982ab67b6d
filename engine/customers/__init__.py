"""The customers of a company: who they are, what they bought, which tier they stand in and why.

Purchases come in through table templates, a scheme's evaluation turns them into proposed moves between tiers, and a
move that was decided changes the tier and its benefits in one transaction. Nothing here knows how a review runs: the
processes call this room through connectors.
"""
