"""What the judged servers run. They import it from this folder, without `fourways`."""
