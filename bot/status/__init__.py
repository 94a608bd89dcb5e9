"""The state of the installation: looked at, judged, told to owners and shown."""
