"""What the compared servers run. They import it from this folder, without `fourways`,
so that none of them carries the measuring along.
"""
