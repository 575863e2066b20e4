"""What was run to prove the comparison, recorded as files that pages are made from.

recorded     the files in docs/evidence/, as types; reading and writing them
backends     what it is about: the four, and the tutorials' apps in docs/naked/
running      the suite against all of them: outcomes, and an exchange for each rule
recording    the plugin of pytest with which a test tells its exchange
stable       an exchange as text, without what varies from run to run
ablation     lines taken out of copies, and the rules that turn red
versions     of Python, SQLite and the distributions that took part
changes      what a fresh run shows that is not recorded so
whole        records it all, or compares all or a sample
command      `fourways evidence`
"""
