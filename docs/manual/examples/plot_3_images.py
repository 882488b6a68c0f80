"""
stub 3_images
=================
"""
print(1)
