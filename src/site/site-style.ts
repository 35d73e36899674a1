/** What the pages about many runs need beyond the style of the reports. */
import { STYLE } from '../report/style.ts';

const TABLE = `
.crash,.unfinished{--verdict:var(--fail)}.running{--verdict:var(--link)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
h1,h2,h3,p,li,th,td,caption,summary,figcaption,option,.badge{overflow-wrap:anywhere}
h1{font-size:clamp(1.7rem,4.5vw,2.4rem);margin:1.6rem 0 .4rem;letter-spacing:-.01em}
nav a[aria-current]{color:var(--ink);font-weight:600}
.runs{width:100%}.runs thead th{padding-right:.6rem}.runs td{white-space:nowrap}.runs td[data-label=server]{white-space:normal;min-width:8rem}
.runs tbody tr:hover{background:var(--panel)}
.sort{border:0;padding:.2rem .1rem;min-height:0;font-weight:600;background:none;color:inherit;cursor:pointer}
.sort:disabled{cursor:default}.sort::after{content:"";display:inline-block;width:.9em;text-align:left}
[aria-sort=ascending] .sort::after{content:" ▲"}[aria-sort=descending] .sort::after{content:" ▼"}
.number .sort{text-align:right}
.pick{width:2rem}.pick input{min-height:0;width:1.15rem;height:1.15rem;margin:.15rem 0}
#filters input[type=search]{width:11rem}#filters select{max-width:10.5rem}
#count{margin:.4rem 0}
button:disabled{opacity:.55}.sort:disabled{opacity:1}
[hidden]{display:none!important}
`;

const GRID = `
.tallies{display:flex;flex-wrap:wrap;gap:.3rem 1.6rem;list-style:none;padding:0;margin:.6rem 0 1.2rem;font-size:1.1rem}
.grid{min-width:0}.grid th[scope=col]{padding-right:1.4rem}.grid td{padding-right:1.4rem;white-space:nowrap}
.grid td a{text-decoration:none}.grid td a:hover .badge{text-decoration:underline}
.grid small{display:block;color:var(--quiet);font-size:.82rem}
.series{display:grid;grid-template-columns:minmax(12rem,18rem) minmax(0,1fr) minmax(0,1fr);gap:.4rem 2rem;align-items:start;border-top:1px solid var(--line);padding:1rem 0}
.series h3{margin:0 0 .2rem}.series figure{margin:0}.series figcaption{font-size:.85rem}
.series svg{display:block;width:100%;height:auto;overflow:visible}
.series details{grid-column:1/-1}
.trend-line{fill:none;stroke:var(--ok);stroke-width:1.8}.trend-line.p99{stroke:var(--info);stroke-dasharray:5 3}
.trend-dot{fill:var(--paper);stroke:var(--ok);stroke-width:1.8}.trend-dot.p99{stroke:var(--info)}.trend-dot.broken{fill:var(--invalid);stroke:var(--invalid)}
.trend-axis{stroke:var(--line)}.trend-text{fill:var(--quiet);font:11px system-ui,sans-serif}
.pair{width:100%}.pair td{max-width:34ch}.pair tr.differs td,.pair tr.differs th{background:var(--panel)}
.files{columns:2 18rem;list-style:none;padding:0}.files li{break-inside:avoid;padding:.15rem 0;overflow-wrap:anywhere}
.actions{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0}
.button{display:inline-block;border:1px solid var(--quiet);border-radius:5px;padding:.35rem .9rem;text-decoration:none;color:var(--ink);background:var(--paper)}
.button.first{background:var(--link);border-color:var(--link);color:var(--paper)}
.live{font-variant-numeric:tabular-nums}
`;

/** On a phone a row of runs becomes a card: each cell with the name of its column. */
const PHONE = `
@media(max-width:46rem){
.runs thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.runs,.runs tbody,.runs tr,.runs td{display:block}
.runs tr{border:1px solid var(--line);border-radius:6px;padding:.4rem .8rem;margin:0 0 .7rem}
.runs tbody tr:not([hidden]){display:grid;grid-template-columns:1fr 1fr;gap:.15rem 1rem}
.runs td{display:block;border:0;padding:.1rem 0;text-align:left;white-space:normal;max-width:none}
.runs td::before{content:attr(data-label);display:block;color:var(--quiet);font-size:.78rem;line-height:1.2}
.runs td.pick{width:auto;grid-column:1/-1;justify-self:end;margin-bottom:-2.4rem;z-index:1}.runs td.pick::before{content:"compare"}
#filters{display:grid;grid-template-columns:1fr 1fr}#filters label{min-width:0}#filters label>*{width:100%;max-width:none}
#filters label:first-child{grid-column:1/-1}#filters input[type=search]{width:100%}
.series{grid-template-columns:minmax(0,1fr)}
}
`;

export const SITE_STYLE: string = [STYLE, TABLE, GRID, PHONE].join('\n');
