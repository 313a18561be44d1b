/** Style of the interface page, for light and dark screens. */
export const style = `
:root { color-scheme: light dark; --line: #8886; --accent: light-dark(#0a58ca, #8ab4ff); }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1.5rem; max-width: 68rem; }
h1 small { font-weight: normal; font-size: 1rem; }
h2 { border-bottom: 1px solid var(--line); margin-top: 2.5rem; }
h3 { margin: 2rem 0 .25rem; }
h4 { margin: 1rem 0 .25rem; }
a { color: var(--accent); }
nav { columns: 22rem; }
nav h2 { font-size: 1rem; margin: 0 0 .25rem; border: 0; }
nav ul { list-style: none; margin: 0 0 1rem; padding: 0; break-inside: avoid; }
code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
article:target > h3 { outline: 2px solid var(--accent); outline-offset: 4px; }
`;
