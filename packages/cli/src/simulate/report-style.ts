/** The report's own style; light and dark by the reader's preference, and plain on paper. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5a6475; --line: #d5dae3; --paper: #ffffff; --wash: #f4f6fa; --win: 37 99 160; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #a2abba; --line: #3a4250; --paper: #14181f; --wash: #1d232d; --win: 90 160 230; } }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; }
p, dl { margin: .5rem 0; } .soft { color: var(--soft); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .5rem 1rem; } dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; } th { background: var(--wash); }
th:first-child, td:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); }
fieldset { border: 1px solid var(--line); border-radius: .4rem; margin: .75rem 0; } legend { color: var(--soft); font-size: .85rem; }
.choices { display: flex; flex-wrap: wrap; gap: .15rem .9rem; font-size: .9rem; } .choices label { white-space: nowrap; }
.choices i { display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin: 0 .35em; }
figure { margin: 1rem 0; } figcaption { color: var(--soft); font-size: .9rem; }
.penalty td { text-align: center; } .stops td:last-child, .stops th:last-child { text-align: left; white-space: normal; min-width: 24rem; } .penalty th[scope=col] { writing-mode: vertical-rl; text-align: left; }
details { margin: .75rem 0; } summary { cursor: pointer; }
@media print { body { max-width: none; } fieldset { display: none; } }
`;
