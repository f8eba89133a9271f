"""The colours of every chart."""

BEFORE, NOW, LIMIT, INK = "#b8c4ce", "#1264a3", "#c01343", "#1d1c1d"
