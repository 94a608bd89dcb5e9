"""What deploy/ has for systemd and containers, carried out as root in mounts of its own."""
