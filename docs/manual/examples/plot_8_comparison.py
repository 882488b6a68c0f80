"""
stub 8_comparison
=================
"""
print(1)
