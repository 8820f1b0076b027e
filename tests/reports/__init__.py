"""What leaves the browser: deck, plan, workbook, web page, each opened again."""
