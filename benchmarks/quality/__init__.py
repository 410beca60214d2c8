"""How good the answers are, on data that people judged; the figures are in docs/quality.md."""
