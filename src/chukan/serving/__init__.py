"""A local page over the findings of a run, on which people decide: loopback only, nothing written outside its folder."""
