"""
stub 5_own_action
=================
"""
print(1)
