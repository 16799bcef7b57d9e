"""Long work as objects: child processes, one JSON file each; queue, progress, cancel, retry."""
