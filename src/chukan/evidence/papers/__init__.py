"""The papers (書類): templates, what can be put into them, and the filling in."""
