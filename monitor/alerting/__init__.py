"""From matches to what is sent: which happening, whom to tell, what they see, and when. Pure."""
