"""Read-only SQL over the log tables: what may be asked, how it is run, which rows it rests on."""
