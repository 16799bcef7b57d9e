"""How a report looks, in light and in dark, on a screen and on paper; no script and nothing from elsewhere."""

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --line: #d1d9e0; --paper: #ffffff; --tint: #f6f8fa;
  --good: #1a7f37; --bad: #b3261e; --warn: #8a6100; --dot: #0b62c4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4af; --line: #3a434d; --paper: #12161b;
  --tint: #1b2128; --good: #4ac26b; --bad: #ff8a80; --warn: #e0b341; --dot: #79b8ff; } }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 4rem; color: var(--ink); background: var(--paper);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 1.7rem; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem; }
p { margin: .25rem 0 .75rem; max-width: 48rem; } .soft { color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin: 1.25rem 0; }
.tile { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; background: var(--tint); }
.tile b { display: block; font-size: 1.55rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums;
  white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; } .warn { color: var(--warn); font-weight: 600; }
details { margin: .75rem 0; } summary { cursor: pointer; color: var(--soft); }
svg { width: 100%; min-width: 34rem; height: auto; } svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
.band { fill: var(--tint); stroke: var(--line); } .dot { fill: var(--dot); }
.miss { fill: var(--bad); } .axis { stroke: var(--line); }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; overflow-x: auto; }
@media print { body { max-width: none; } details > * { display: block; } }
"""
