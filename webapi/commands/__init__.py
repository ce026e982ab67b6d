"""What `keflow` can do, one file a command; each names its click command `command`."""
