"""
stub 7_exactness
=================
"""
print(1)
