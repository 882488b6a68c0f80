"""
stub 4_clouds
=================
"""
print(1)
