"""The project file, mandatory item 1, its papers, and the seal."""
