/** Colours have a contrast of 4.5 or more in light and dark; every colour repeats what a sign or a word says. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1c2128;--dim:#57606a;--line:#d0d7de;--soft:#f3f5f7;--create:#116329;--update:#7d4e00;--delete:#b3151f;--link:#0757b8;--soft-delete:#fff0ee}
@media (prefers-color-scheme:dark){:root{--bg:#12161c;--fg:#e3e8ee;--dim:#9aa6b2;--line:#343c46;--soft:#1b2129;--create:#5bd07a;--update:#e3b341;--delete:#ff8f88;--link:#79b8ff;--soft-delete:#33191b}}
[hidden]{display:none!important}
*{box-sizing:border-box}
body{margin:0 auto;max-width:78rem;padding:1rem 1.25rem 4rem;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.2rem;margin:1.75rem 0 .5rem}
code,pre,.sign{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.875rem}
code,summary{overflow-wrap:anywhere}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.dim{color:var(--dim)}.note{border-left:4px solid var(--update);padding:.25rem .75rem;background:var(--soft)}
.danger{border:1px solid var(--delete);border-radius:6px;background:var(--soft-delete);padding:.25rem 1rem .75rem}
.danger h2{margin-top:.5rem;color:var(--delete)}
ul.plain{list-style:none;margin:0;padding:0}ul.plain li{padding:.15rem 0}
table{border-collapse:collapse;width:100%}th,td{border:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}
form{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;background:var(--bg);border-bottom:1px solid var(--line);padding:.6rem 0}
label{display:flex;flex-direction:column;font-size:.8125rem;color:var(--dim)}
input,select,button{font:inherit;font-size:.9375rem;color:var(--fg);background:var(--soft);border:1px solid var(--dim);border-radius:5px;padding:.25rem .5rem;max-width:18rem}
output{font-size:.875rem;color:var(--dim);min-width:10rem}
details{border:1px solid var(--line);border-radius:5px;margin:.25rem 0;content-visibility:auto;contain-intrinsic-size:auto 2.3rem;scroll-margin-top:5rem}
summary{cursor:pointer;padding:.3rem .6rem}summary:hover{background:var(--soft)}

.sign{display:inline-block;min-width:2.2em;font-weight:700}
details>p,details>pre{margin:0;padding:.25rem .75rem .25rem 2.6rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
.c{color:var(--create)}.u{color:var(--update)}.d{color:var(--delete)}.r{color:var(--dim)}
svg{max-width:100%;height:auto}svg text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:var(--fg)}
svg rect{fill:var(--soft);stroke:var(--dim)}svg .c{stroke:var(--create);stroke-width:2}svg .u{stroke:var(--update);stroke-width:2}svg .d{stroke:var(--delete);stroke-width:2}
svg path{fill:none;stroke:var(--dim)}svg marker path{fill:var(--dim)}
.skip{position:absolute;left:-999rem}.skip:focus{position:static}
@media print{form,.skip{display:none}body{max-width:none;padding:0;font-size:11pt}details{content-visibility:visible;break-inside:avoid-page;border-color:#999}details::details-content{content-visibility:visible;display:block}}
`;
