"""Out of the browser: a story as a deck, a workbook and a web page; the four-part plan; the scans as one document."""
