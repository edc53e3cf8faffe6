"""Synthetic pictures for the fixtures, and how their expected pixels are stored."""
import numpy as np


def picture(width, height, seed=0):
    """An RGB picture with soft waves, hard edges and some noise: all that a codec can get wrong."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(float)
    red = 127 + 120 * np.sin(x / 3.1 + seed) * np.cos(y / 4.3)
    green = 255 * ((x - width / 2) ** 2 + (y - height / 3) ** 2 < (min(width, height) / 2.5) ** 2)
    blue = 255 * (x + 2 * y) / (width + 2 * height)
    rgb = np.stack([red, green, blue], axis=-1) + random.normal(0, 12, (height, width, 3))
    return np.clip(np.rint(rgb), 0, 255).astype(np.uint8)


def write_pixels(path, pixels):
    """A line "width height channels", then the bytes of the pixels."""
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    height, width, channels = pixels.shape
    path.write_bytes(f"{width} {height} {channels}\n".encode() + np.ascontiguousarray(pixels, dtype=np.uint8).tobytes())
