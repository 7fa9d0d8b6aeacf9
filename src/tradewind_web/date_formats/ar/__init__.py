"""Arabic with the figures that the detectors' sentences use."""
