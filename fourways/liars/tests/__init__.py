"""The suite judged: it has to find out each liar, and to believe the others."""
