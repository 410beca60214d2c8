"""Bytes → article: encodings, formats, zones, dates. Pure; one file for each format and each question.

What is no article is `Unreadable`, with a reason; no other exception leaves `read`. Whatever the bytes, the time it
takes is linear in their number.
"""

from monitor.reading.article import Read, read, read_all, read_paragraph, read_text
from monitor.reading.live import Document, Entry, document
from monitor.reading.members import MEMBER

__all__ = ["MEMBER", "Document", "Entry", "Read", "document", "read", "read_all", "read_paragraph", "read_text"]
