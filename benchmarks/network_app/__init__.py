"""The network map alone, with as many links as its address asks for."""
