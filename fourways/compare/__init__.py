"""What each backend does for each concern: the spine of every comparison.

docs/concerns/*.md   one file a concern: text, and which code does it where
concerns             reads them: Concern, Cell
symbols              finds the code that a file names: Snippet
removal              takes a line out of a file, as evidence that it matters
coverage             says which code no concern claims, and which claim is empty
differences          docs/differences.md, made from all of them
columns, command     `fourways concerns` and `fourways diff`
"""
