"""The handbook in a browser while it is written.

Three threads, each with one thing to do.  The first waits for requests and
answers from what is there (`server`, `live`), the second makes what is not
there yet (`stage`), the third sees that something changed (`watching`).  They
meet in one value, `Moment`, which is replaced whole.

Nothing that a browser asks for names a file: pages are looked up by their
address in the handbook (`asked`), and what belongs to the preview itself lies in
memory (`pages`).
"""
