"""What rules and articles share: tokens, folding, inflection, sentences, languages. Pure: text in, values out."""
