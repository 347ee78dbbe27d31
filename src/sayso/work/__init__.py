"""Many captures to readings or failures, in their order: in this process, or in others that can be killed."""
