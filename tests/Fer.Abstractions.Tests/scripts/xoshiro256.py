#!/usr/bin/env python3
"""The first numbers of RandomGenerator.Create(42), from the description of SplitMix64 and xoshiro256**."""
M = (1 << 64) - 1


def splitmix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & M
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
        yield z ^ (z >> 31)


def rotl(x, k):
    return ((x << k) | (x >> (64 - k))) & M


s = [x for _, x in zip(range(4), splitmix(next(splitmix(42))))]
for _ in range(3):
    print(f"0x{rotl(s[1] * 5 & M, 7) * 9 & M:016X}")
    t = s[1] << 17 & M
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotl(s[3], 45)
