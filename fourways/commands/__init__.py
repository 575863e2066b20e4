"""The commands of `fourways`, one file each."""
