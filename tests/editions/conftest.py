from editions_builders import office, pack

__all__ = ["office", "pack"]
