#!/usr/bin/env python3
"""Makes the zero of the text face plain: its slash is a help in code, and a stain in « 2026 ».

Usage: zero_sans_barre.py FONT.ttf… (needs fonttools). The faces in audit-templates/polices are the published ones after this script;
the licence (OFL 1.1, no reserved name) admits it. Monospaced faces keep their slash: digests are code.
"""
import sys

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates


def plain(path):
    font = TTFont(path, recalcTimestamp=False)
    table = font["glyf"]
    glyph = table["zero"]
    points, ends, flags = glyph.getCoordinates(table)
    if len(ends) != 3:
        return
    outer = list(points)[: ends[0] + 1]
    inner = list(points)[ends[0] + 1 :]
    box = lambda ps: (min(x for x, _ in ps), max(x for x, _ in ps), min(y for _, y in ps), max(y for _, y in ps))
    (x0, x1, y0, y1), (a0, a1, b0, b1) = box(outer), box(inner)
    # the counter is the outline itself, as wide and high as the two halves around the slash were together
    ring = [(round(a0 + (x - x0) * (a1 - a0) / (x1 - x0)), round(b0 + (y - y0) * (b1 - b0) / (y1 - y0))) for x, y in outer]
    glyph.coordinates = GlyphCoordinates(outer + ring[::-1])
    # bit 6, overlapping contours, may stand on the first point alone: browsers refuse the whole face otherwise
    glyph.flags = flags[: ends[0] + 1] + bytes(flag & 0x3F for flag in reversed(flags[: ends[0] + 1]))
    glyph.endPtsOfContours = [ends[0], 2 * ends[0] + 1]
    glyph.numberOfContours = 2
    glyph.recalcBounds(table)
    if hasattr(glyph, "program"):
        glyph.removeHinting()
    font.save(path)


for path in sys.argv[1:]:
    plain(path)
