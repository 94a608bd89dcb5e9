"""From files, folders and feeds to articles: a module for each format; faults become LoadErrors."""
