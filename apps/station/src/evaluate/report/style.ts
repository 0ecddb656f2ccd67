/** The report's looks: plain, printable, readable in light and dark surroundings, no file from elsewhere. */
export const STYLE = `
:root { color-scheme: light; font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
body { margin: 2rem auto; max-width: 1440px; padding: 0 1.5rem; color: #1a1f24; background: #fff; }
h1 { font-size: 1.7rem; margin: 0 0 .2rem; }
h2 { font-size: 1.25rem; margin: 2.4rem 0 .6rem; border-bottom: 1px solid #d5dbe0; padding-bottom: .2rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt { color: #5a6570; } dd { margin: 0; overflow-wrap: anywhere; }
.warning { background: #fff4e0; border-left: 4px solid #d98a00; padding: .5rem .8rem; }
figure { margin: 1rem 0; } figure.table { overflow-x: auto; }
figcaption { font-weight: 600; margin-bottom: .3rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .84rem; }
th, td { padding: .25rem .5rem; border-bottom: 1px solid #e6eaed; text-align: right; white-space: nowrap; }
thead th { white-space: normal; vertical-align: bottom; }
tbody th { white-space: normal; min-width: 11rem; }
th:first-child, td:first-child { text-align: left; } thead th { color: #5a6570; font-weight: 600; }
.plots { display: flex; flex-wrap: wrap; gap: 1.5rem; } .plots svg { max-width: 100%; height: auto; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: .8rem; }
.pictures figure { margin: 0; font-size: .78rem; overflow-wrap: anywhere; }
.frame { position: relative; background: #10151a; } .frame img { display: block; width: 100%; }
.frame svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.frame rect { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; }
.drawn { stroke: #38d39f; } .shown { stroke: #ffb020; stroke-dasharray: 5 4; }
.none { padding: 2.5rem .5rem; color: #c7d0d8; text-align: center; }
footer { margin-top: 3rem; color: #5a6570; font-size: .85rem; }
@media print { body { margin: 0; max-width: none; } figure { break-inside: avoid; } }
`;
