"""What Numba compiles. Imported only where it is used: importing Numba takes a while."""
