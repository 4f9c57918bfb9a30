//! A tokenizer of HTML and placeholders with byte spans.
