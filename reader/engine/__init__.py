"""What runs apart from the screen: refresh, workers, lease, the engine process."""
