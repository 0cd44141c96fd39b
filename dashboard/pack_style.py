"""The style of an evidence pack: light, dark, narrow and printed, from the dashboard's own colours."""

from dashboard.charts import COLOURS, NEUTRAL
from dashboard.figures import INK, LINE
from dashboard.highlight import UNDERLINES
from dashboard.launch import SURFACES

_LIGHT, _DARK = SURFACES["light"], SURFACES["dark"]
_SET = "--paper: {backgroundColor}; --soft: {secondaryBackgroundColor}; --ink: {textColor}; --link: {linkColor};"
STYLE = (
    f":root {{ color-scheme: light dark; {_SET.format(**_LIGHT)} --line: {LINE}; --quiet: #55606B; }}\n"
    "@media screen and (prefers-color-scheme: dark) {\n"
    f"  :root {{ {_SET.format(**_DARK)} --line: #3A434C; --quiet: #A9B3BD; }}\n"
    "}\n"
    """\
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 Arial, "Liberation Sans", Helvetica, sans-serif; }
header, nav, main, footer { max-width: 860px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 32px; }
h1 { font-size: 1.9em; line-height: 1.2; margin: 0 0 12px; }
h2 { font-size: 1.35em; margin: 48px 0 8px; padding-top: 12px; border-top: 1px solid var(--line); }
h3 { font-size: 1.1em; margin: 28px 0 8px; }
h1, h2, h3, p, li, td, th, dd, blockquote { overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: 3px; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid #F0B400; outline-offset: 2px; }
.finding { font-size: 1.2em; font-weight: 600; }
.quiet, figcaption, caption, dt { color: var(--quiet); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 16px 0; }
dd { margin: 0; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; }
figure { margin: 16px 0 32px; }
figcaption { font-size: 0.9em; }
figcaption b { color: var(--ink); font-size: 1.1em; }
.scroll { overflow-x: auto; }
.scroll svg { display: block; width: 100%; min-width: 560px; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.95em; }
caption { text-align: left; padding-bottom: 8px; }
th, td { text-align: left; vertical-align: top; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.quote { margin: 0 0 22px; }
.quote p { margin: 0; }
blockquote { margin: 4px 0; padding: 2px 0 2px 14px; border-left: 4px solid; }
blockquote .around { color: var(--quiet); }
.small { font-size: 0.9em; }
footer { padding-bottom: 48px; }
@media (max-width: 640px) {
  header, nav, main, footer { padding-left: 14px; padding-right: 14px; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 8px; }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stack, .stack caption, .stack tbody, .stack tr, .stack td, .stack th { display: block; }
  .stack td, .stack th { border: 0; padding: 1px 0; }
  .stack td.number { text-align: left; }
  .stack td::before { content: attr(data-name) ": "; color: var(--quiet); }
  .stack tr { border-bottom: 1px solid var(--line); padding: 8px 0; }
}
@media print {
  body { font-size: 10.5pt; }
  header, nav, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  nav { display: none; }
  h2, h3, caption { break-after: avoid; }
  figure, .quote, tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  .scroll svg { min-width: 0; }
  a { color: inherit; }
}
"""
    + "".join(
        f".{label} {{ border-left-color: {colour}; }} .{label} b {{ text-decoration: {colour} underline 3px; "
        f"text-decoration-style: {UNDERLINES[label] if label in COLOURS else 'solid'}; text-underline-offset: 3px; }} "
        f".sign-{label} {{ color: {colour}; }}\n"
        for label, colour in (COLOURS | {"none": NEUTRAL}).items()
    )
    # A chart is drawn with dark ink on white; its ink and paper follow the page, its colours stay.
    + f'.scroll svg > rect:first-child {{ fill: transparent; }} .scroll svg text[fill="{INK}"] {{ fill: var(--ink); }} '
    f'.scroll svg [stroke="{INK}"] {{ stroke: var(--quiet); }} .scroll svg [stroke="{LINE}"] {{ stroke: var(--line); }}\n'
)
