"""Scripts that a maintainer runs now and then."""
