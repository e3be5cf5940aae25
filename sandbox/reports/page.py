"""What is a page that needs nothing from outside? One HTML file: its style within, no script, a policy that says so."""

from base64 import b64encode
from hashlib import sha256

from sandbox.reports.markup import escaped
from sandbox.reports.timeline_svg import STYLE as TIMELINE_STYLE


def page(title: str, body: str) -> str:
    """Return a document with a title and a body, which is HTML; nothing may be loaded but the style that is in it."""
    style = f"{_STYLE}{TIMELINE_STYLE}"
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escaped(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


_STYLE = """
:root { color-scheme: light dark; --page: #f4f6f9; --ground: #ffffff; --ink: #1d2733; --soft: #536172;
  --rule: #dde3ea; --link: #1458b0; --pass: #006647; --pass-ground: #dcf3e8; --fail: #b01818; --fail-ground: #fde4e2;
  --doubt: #7d4a00; --doubt-ground: #fcefd2; --none: #55636f; --none-ground: #edf0f4; --bar-pass: #12946a;
  --bar-fail: #d92d2d; --bar-doubt: #e0a020; --bar-none: #b5c0cb; }
@media (prefers-color-scheme: dark) { :root { --page: #0f151b; --ground: #18212b; --ink: #e8edf2; --soft: #a9b7c5;
  --rule: #2c3a48; --link: #86bdff; --pass: #63dfae; --pass-ground: #133528; --fail: #ffa3a0; --fail-ground: #4b1c20;
  --doubt: #fbcb6b; --doubt-ground: #3d2e10; --none: #a9b7c5; --none-ground: #232e39; --bar-pass: #2fb887;
  --bar-fail: #ef5350; --bar-doubt: #e5ad3d; --bar-none: #4d5c6a; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink); line-height: 1.5;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 32px; }
footer { padding-bottom: 48px; color: var(--soft); font-size: 13.5px; }
h1 { font-size: 28px; line-height: 1.25; margin: 2px 0 6px; }
h2 { font-size: 19px; margin: 36px 0 10px; }
h3 { font-size: 15px; margin: 0; display: inline; }
p { margin: 6px 0; max-width: 82ch; }
li > p.soft { max-width: none; }
a { color: var(--link); text-underline-offset: 2px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
code, pre { font: 13px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--none-ground); border-radius: 4px; padding: 1px 5px; }
pre { background: var(--none-ground); border-radius: 8px; padding: 10px 12px; margin: 8px 0; max-height: 22rem;
  overflow: auto; white-space: pre-wrap; }
.kicker, .soft { color: var(--soft); }
.kicker { font-size: 13.5px; margin: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.mark { display: inline-block; border-radius: 999px; padding: 1px 10px; font-size: 12.5px; font-weight: 650;
  white-space: nowrap; }
.big.mark { font-size: 16px; padding: 4px 16px; }
.mark.pass, td.pass { background: var(--pass-ground); color: var(--pass); }
.mark.fail, td.fail { background: var(--fail-ground); color: var(--fail); }
.mark.inconclusive, td.inconclusive { background: var(--doubt-ground); color: var(--doubt); }
.mark.not-exercised { background: var(--none-ground); color: var(--none); }
.sum { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; margin: 14px 0 0; }
.bar { display: block; width: 100%; height: 12px; margin: 14px 0 4px; border-radius: 6px; }
.bar .pass { fill: var(--bar-pass); } .bar .fail { fill: var(--bar-fail); }
.bar .inconclusive { fill: var(--bar-doubt); } .bar .not-exercised { fill: var(--bar-none); }
.panel, details.row { background: var(--ground); border: 1px solid var(--rule); border-radius: 12px; }
.panel { padding: 8px 18px; }
.faults { list-style: none; margin: 0; padding: 0; }
.faults li { padding: 10px 0; border-top: 1px solid var(--rule); }
.faults li:first-child { border-top: 0; }
.scroll { position: relative; overflow-x: auto; background: var(--ground); border: 1px solid var(--rule);
  border-radius: 12px; }
table { border-collapse: separate; border-spacing: 0; }
.grid { width: 100%; font-size: 13.5px; }
.grid th, .grid td { padding: 5px 6px; border-bottom: 1px solid var(--rule); text-align: center; }
.grid tbody tr:last-child > * { border-bottom: 0; }
.grid thead th { white-space: nowrap; font-size: 12.5px; font-weight: 600; color: var(--soft); vertical-align: bottom; }
.grid tbody th { text-align: left; font-weight: 500; }
.grid tr > :first-child { position: sticky; left: 0; background: var(--ground); padding-left: 14px; z-index: 1;
  border-right: 1px solid var(--rule); text-align: left; }
.grid td { font-weight: 650; min-width: 40px; }
.grid tbody th a { white-space: nowrap; }
.grid td a { display: block; color: inherit; text-decoration: none; border-radius: 4px; }
.grid td a:hover { text-decoration: underline; }
.grid td.not-exercised { color: var(--soft); font-weight: 400; }
.grid .scenario { display: block; color: var(--soft); font-size: 12px; }
.compare td { padding: 0; text-align: left; min-width: 130px; }
.compare td > * { display: block; padding: 5px 12px; }
.compare td .scenario { font-weight: 400; }
.grid .sign { display: inline-block; width: 1.1em; }
h3.over { display: block; margin: 26px 0 2px; scroll-margin-top: 8px; }
.compare thead th { text-align: left; padding: 8px 12px; font-size: 13.5px; color: var(--ink); }
.key { font-size: 13px; color: var(--soft); max-width: none; }
details.row { margin: 10px 0; }
summary { cursor: pointer; }
details.row > summary { padding: 10px 16px; border-radius: 12px; display: flex; flex-wrap: wrap; gap: 4px 12px;
  align-items: baseline; }
details.row > summary::before { content: "\\25b8"; color: var(--soft); width: 10px; }
details.row[open] > summary::before { content: "\\25be"; }
details.row > summary::-webkit-details-marker { display: none; }
details.row > div { padding: 0 18px 16px; border-top: 1px solid var(--rule); scroll-margin-top: 56px; }
.row .ended { margin-left: auto; color: var(--soft); font-size: 13.5px; }
figure { margin: 12px 0; }
figure svg { display: block; width: 100%; height: auto; }
figure .wide { max-width: 960px; }
figure .narrow { display: none; max-width: 440px; }
.findings { list-style: none; margin: 10px 0; padding: 0; }
.findings > li { border-left: 4px solid var(--rule); padding: 2px 0 2px 12px; margin: 10px 0; }
.findings > li.fail { border-color: var(--bar-fail); }
.findings > li.inconclusive { border-color: var(--bar-doubt); }
.attempts { font-size: 13px; margin: 8px 0; overflow-wrap: normal; }
.attempts caption { text-align: left; padding: 4px 0; font-family: ui-monospace, Menlo, Consolas, monospace; }
.attempts th, .attempts td { text-align: left; padding: 3px 16px 3px 0; border-bottom: 1px solid var(--rule); }
.attempts th { font-weight: 600; color: var(--soft); }
.attempts th, .attempts .number, .attempts .fault { white-space: nowrap; }
.attempts .number { text-align: right; font-variant-numeric: tabular-nums; }
.attempts tr:target > * { background: var(--doubt-ground); }
.attempts .fault { color: var(--fail); font-weight: 600; }
.chips { list-style: none; display: flex; flex-wrap: wrap; gap: 6px; padding: 0; margin: 6px 0; }
.scrolled { overflow-x: auto; }
@media (max-width: 620px) {
  header, main, footer { padding: 0 14px; }
  header { padding-top: 20px; }
  h1 { font-size: 23px; }
  figure .wide { display: none; }
  figure .narrow { display: block; }
  details.row > div { padding: 0 12px 14px; scroll-margin-top: 120px; }
  .row .ended { margin-left: 0; width: 100%; }
  .grid tbody th .scenario { display: none; }
  .grid tr > :first-child { padding-left: 10px; font-size: 12.5px; }
  .attempts th, .attempts td { padding-right: 9px; }
}
@media print { body { background: #fff; } details.row { break-inside: avoid; } }
"""
