"""The draft of a project from the files of a folder."""
