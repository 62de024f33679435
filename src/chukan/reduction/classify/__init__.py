"""Every record and its class."""
