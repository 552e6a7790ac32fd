"""History: moves summed by the minute, and what they tell about any instant and any span."""
