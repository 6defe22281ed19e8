"""Three ways together: a document edited by hand takes in what was newly generated; writes no file."""
