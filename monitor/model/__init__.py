"""The nouns of the flow: frozen slotted dataclasses that every other package speaks in. No behaviour beyond views."""
