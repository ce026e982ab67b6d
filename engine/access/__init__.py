"""Who people are and what they may: people, departments as a tree, groups, roles, data scope, masking.

Other rooms ask `queries` (who heads, who manages, who is in a group, what may be seen) and `rules` (may this actor do
that); they never look at the rows.
"""
