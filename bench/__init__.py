"""Every published figure, one script each, side by side with what it is compared to."""
