"""What every experiment needs from the machine: a device and a store of results."""
