"""How a web page of a story looks, on a screen and on paper; nothing of it is fetched from anywhere."""

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; background: #fff; color: #1b2a2f;
  font: 1.0625rem/1.55 "Source Sans 3", "Source Sans Pro", Arial, "Liberation Sans", sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: .3rem 0 .8rem; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .4rem; }
h1, h2, p, li { overflow-wrap: anywhere; }
p { margin: .5rem 0; max-width: 46rem; }
a { color: #0b5563; }
:focus-visible { outline: 3px solid #0b5563; outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
.about, .measured, .source, caption, .keys { color: #48585d; }
.about, .measured { margin-top: 0; }
.source { font-size: .875rem; }
.madeup, .missing, .question { border-left: .35rem solid #0b5563; background: #eef4f5; padding: .6rem .9rem; }
.missing { border-color: #b63c09; background: #fbf1ec; }
nav { border: 1px solid #c3cbcd; padding: .8rem 1.2rem; margin: 1.5rem 0; }
nav h2 { font-size: 1.1875rem; }
nav ol { margin: 0; padding-left: 1.6rem; }
nav li { padding: .2rem 0; }
section { border-top: 1px solid #c3cbcd; padding-top: 1.6rem; margin-top: 2.2rem; }
figure { margin: 1rem 0; }
.drawing { overflow-x: auto; }
.drawing svg { display: block; width: 100%; max-width: 46rem; height: auto; }
.chart svg { min-width: 34rem; }
svg text { font-family: inherit; }
.name { fill: #1b2a2f; stroke: #fff; stroke-width: 3px; paint-order: stroke; }
.legend ul { list-style: none; margin: .4rem 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.3rem; }
.legend svg { vertical-align: -2px; }
.keys { margin: .6rem 0 0; font-size: .9375rem; }
.rows { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .9375rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .4rem; }
th, td { border: 1px solid #c3cbcd; padding: .3rem .6rem; text-align: left; vertical-align: top; min-width: 4.2rem;
  max-width: 26rem; white-space: pre-line; overflow-wrap: break-word; }
th { font-weight: 600; }
thead th { background: #e3eaeb; }
.amount { text-align: right; }
footer { border-top: 1px solid #c3cbcd; margin-top: 2.5rem; padding-top: .8rem; }
@media (max-width: 40rem) { body { padding: 1rem; } h1 { font-size: 1.625rem; } h2 { font-size: 1.3125rem; }
  .name { font-size: 18px; } }
@page { size: A4; margin: 17mm 16mm 18mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt Arial; } }
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h1 { font-size: 22pt; } h2 { font-size: 15pt; }
  .skip { display: none; }
  p { max-width: none; orphans: 3; widows: 3; }
  a { color: inherit; text-decoration: none; }
  section { margin-top: 1.2rem; padding-top: 1rem; }
  section.shown { break-before: page; border: 0; margin: 0; padding: 0; }
  h2, caption, .measured, .keys { break-after: avoid; }
  figure, tr, .question, .missing, .legend { break-inside: avoid; }
  .drawing, .rows { overflow: visible; }
  .chart svg { min-width: 0; }
  .drawing svg { max-height: 150mm; }
  thead { display: table-header-group; }
  table { font-size: 8.5pt; width: 100%; }
  th, td { min-width: 0; }
  .wide { font-size: 6.5pt; }
  .wide th, .wide td { overflow-wrap: anywhere; padding: .15rem .2rem; }
  .wide td.amount { white-space: nowrap; font-size: 5.8pt; }
}
"""
