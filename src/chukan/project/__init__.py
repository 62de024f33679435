"""The project file and what hangs on it: jobs, declarations, waivers."""
