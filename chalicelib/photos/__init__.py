"""Bytes in, bytes out: a citizen's picture becomes the two renditions that the room shows."""
