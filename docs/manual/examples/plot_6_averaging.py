"""
stub 6_averaging
=================
"""
print(1)
