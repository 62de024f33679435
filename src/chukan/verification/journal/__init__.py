"""The journal of a project: what earlier runs worked out, taken over where nothing has changed that decides it."""
