/** The style of the pages: one column of text, tables and plots as wide as the window lets them be.
 *  Colours come as variables, light and dark; the plots read them from the page. */

const COLOURS = {
  light: `--paper:#fdfdfc;--panel:#f5f5f2;--ink:#1d2025;--quiet:#5a616b;--line:#d9dad6;--link:#0b57a8;
--ok:#2b6cb8;--fail:#b4510b;--info:#8a2fb0;--valid:#1a6e34;--invalid:#b3261e;--unknown:#7d5a00;
--shade:rgba(110,90,40,.13);--shade-line:rgba(110,90,40,.45);--leader:#20252c;--mark:#a3195b`,
  dark: `--paper:#15171a;--panel:#1e2125;--ink:#e8e9ea;--quiet:#a4abb5;--line:#383c43;--link:#86b7f2;
--ok:#6ba7ef;--fail:#f0964a;--info:#d08af0;--valid:#6cc98a;--invalid:#ff8b80;--unknown:#e0b84f;
--shade:rgba(230,200,120,.13);--shade-line:rgba(230,200,120,.45);--leader:#e8e9ea;--mark:#ff87b8`,
} as const;

const TEXT = `
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%;scroll-padding-top:3.5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:break-word}
main,nav>ul{max-width:78rem;margin:0 auto;padding:0 clamp(.9rem,3vw,2rem)}
main{padding-bottom:4rem}
h1,h2,h3,h4{line-height:1.2;text-wrap:balance}
h2{font-size:1.45rem;margin:3rem 0 .9rem}
h3{font-size:1.1rem;margin:1.6rem 0 .5rem}
h4{font-size:1rem;margin:1.3rem 0 .4rem}
p{margin:.5rem 0;max-width:72ch}
p,li,summary,figcaption,caption,h1{overflow-wrap:anywhere}
a{color:var(--link)}
code,pre,.bar,.place,.moment{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
code{overflow-wrap:anywhere}
pre{margin:0}
.quiet,caption,figcaption,.moment{color:var(--quiet)}
td.short{white-space:nowrap}
.number,td.number{font-variant-numeric:tabular-nums;text-align:right}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;z-index:9;background:var(--paper);padding:.4rem .8rem}
nav{position:sticky;top:0;z-index:5;background:var(--paper);border-bottom:1px solid var(--line)}
nav>ul{display:flex;gap:1.2rem;list-style:none;overflow-x:auto;white-space:nowrap;padding-block:.6rem}
nav a{text-decoration:none;padding:.15rem 0}nav a:hover{text-decoration:underline}
`;

const PARTS = `
.verdict{margin:1.6rem 0 1.6rem;padding-left:clamp(.9rem,2vw,1.5rem);border-left:6px solid var(--verdict)}
.valid{--verdict:var(--valid)}.invalid{--verdict:var(--invalid)}.unknown{--verdict:var(--unknown)}
.verdict h1{margin:.1rem 0;font-size:clamp(2.1rem,6vw,3.2rem);letter-spacing:-.01em;color:var(--verdict)}
.verdict .name{margin:0;font-weight:600;overflow-wrap:anywhere}.verdict .name .quiet{font-weight:400;display:block}
.lead{font-size:1.2rem}
.tag{border:1px solid var(--quiet);border-radius:4px;padding:0 .4em;font-size:.85rem;overflow-wrap:anywhere}
.badge{color:var(--verdict);font-weight:600;white-space:nowrap}
.notices{padding:.7rem 1rem .7rem 2rem;background:var(--panel);border-radius:6px}
.terms{margin:.8rem 0}.terms>div{display:grid;grid-template-columns:9rem 1fr;gap:0 1rem;padding:.15rem 0}
.terms dt{color:var(--quiet);overflow-wrap:anywhere}.terms dd{margin:0;overflow-wrap:anywhere;max-width:80ch}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;margin:.3rem 0 1.6rem;font-size:.94rem;min-width:min(100%,30rem)}
caption{text-align:left;padding:.2rem 0 .4rem;caption-side:top}
th,td{padding:.35rem .9rem .35rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
thead th{font-weight:600;white-space:nowrap}tbody th{white-space:nowrap}
td{max-width:60ch;overflow-wrap:anywhere}
details.anomaly{border-top:1px solid var(--line);padding:.6rem 0 1rem}
summary{cursor:pointer}summary h3{display:inline;margin:0}
.picture{background:#fff;border-radius:6px;padding:.5rem;margin:1rem 0}.picture img{display:block;max-width:none}
pre.scroll{background:var(--panel);padding:.8rem 1rem;border-radius:6px;line-height:1.45}
.command{display:flex;gap:.6rem;align-items:start;margin:.4rem 0 1.2rem}.command pre{flex:1;min-width:0}
button,select,input{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--quiet);border-radius:5px;padding:.3rem .7rem;min-height:2.2rem;max-width:100%}
button{cursor:pointer}button:hover{background:var(--panel)}
button[aria-pressed=false]{opacity:.75;text-decoration:line-through}
`;

const SCENE = `
.scene{margin:1rem 0}
.lanes{display:grid;gap:.45rem 0;align-items:center;padding:.6rem .4rem .8rem;min-width:max-content}
.lane{grid-column:1;position:sticky;left:0;align-self:stretch;display:grid;align-items:center;background:var(--paper);padding-right:.8rem;white-space:nowrap;font-size:.9rem;z-index:1}
.moment{grid-row:1;font-size:.75rem;padding:0 .5rem 0 .2rem;border-left:1px solid var(--line);white-space:nowrap}
.bar{--kind:var(--ok);min-height:2.3rem;margin:0 2px;padding:.2rem .6rem;white-space:nowrap;text-align:left;border:2px solid var(--kind);background:color-mix(in srgb,var(--kind) 14%,var(--paper))}
.bar span{position:sticky;left:6.5rem}
.bar.fail{--kind:var(--fail);background:var(--paper)}
.bar.info{--kind:var(--info);border-right:0;border-style:dashed;border-radius:5px 0 0 5px}
.bar.core{font-weight:700;border-width:3px}
.bar.blocked{--kind:var(--invalid)}
.bar[aria-expanded=true]{box-shadow:0 0 0 2px var(--link)}
.place{margin-right:.35em;display:inline-grid;place-items:center;min-width:1.5em;height:1.5em;border-radius:1em;background:var(--kind);color:var(--paper)}
.tip{background:var(--panel);border-radius:6px;padding:.3rem 1rem;margin:.4rem 0}
.steps{margin:.4rem 0;padding-left:2.2rem}.steps li{padding:.1rem 0}.steps.blocked{list-style:none;padding-left:.9rem;color:var(--invalid)}
.state{color:var(--quiet)}
`;

const PLOTS = `
.tools{display:flex;flex-wrap:wrap;gap:.5rem .6rem;align-items:end;margin:.6rem 0}
.tools label{display:grid;font-size:.85rem;color:var(--quiet);gap:.1rem}.tools label>*{color:var(--ink)}
.tools fieldset{border:0;margin:0;padding:0;display:flex;gap:.3rem;align-items:end}.tools legend{font-size:.85rem;color:var(--quiet);padding:0}
.plot{margin:1.2rem 0 0}.plot figcaption{font-weight:600;color:var(--ink);display:flex;gap:.2rem 1rem;flex-wrap:wrap}
.plot figcaption .quiet{font-weight:400}
canvas{display:block;width:100%;touch-action:pan-y;cursor:crosshair;border-radius:4px}
.rows{max-height:min(70vh,40rem);overflow-y:auto;border:1px solid var(--line);border-radius:6px}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;padding:0;margin:.4rem 0;font-size:.9rem}
.legend svg{width:1.6em;height:.9em;vertical-align:-.05em;margin-right:.35em}
.chosen{background:var(--panel);border-radius:6px;padding:.2rem 1rem;min-height:3rem;margin:.6rem 0}
kbd{font:inherit;font-size:.85em;border:1px solid var(--line);border-radius:4px;padding:0 .35em;background:var(--panel)}
tr[data-op]{cursor:pointer}tr[data-op]:hover{background:var(--panel)}
@media(max-width:40rem){.terms>div{grid-template-columns:1fr}.terms dt{font-size:.85rem}h2{margin-top:2.2rem}tbody th{white-space:normal}td:last-child:not(.number):not(.short){min-width:13rem}.command{flex-direction:column;align-items:stretch}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{nav,.tools,button[data-copy]{display:none}}
`;

export const STYLE: string = [
  `:root{${COLOURS.light}}`,
  `@media(prefers-color-scheme:dark){:root{${COLOURS.dark}}}`,
  TEXT,
  PARTS,
  SCENE,
  PLOTS,
].join('\n');
