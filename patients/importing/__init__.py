"""From a file that a hospital's system wrote to rows that can be stored, in plain Python (F24-F31).

    with read(upload, "visits.xlsx") as sheet:          # reading:  a child process parses, rows stream in
        head, rows = peek(sheet)                        # headings: the first rows, and all of them
        layout = find_layout(head)                      # headings: which column is what, and how sure
        for row in rows:
            ...

No Django here: codes and parameters go out, `messages` holds the sentences that the pages translate.
"""
