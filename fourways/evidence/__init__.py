"""What was run to prove the comparison, recorded as files that pages are made from.

recorded     the files in docs/evidence/, as types; reading and writing them
"""
