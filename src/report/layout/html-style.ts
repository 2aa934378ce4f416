/**
 * The style of a report as HTML: for screens, dark ones too, and for paper.
 * @module
 */
export const REPORT_STYLE: string = `
:root{--ink:#1a1f2b;--soft:#4a5568;--line:#cbd2dc;--paper:#fff;--tint:#f4f6f9;--accent:#12468a;--good:#0b6b3a;--good-tint:#e8f5ee;--bad:#a61b1b;--bad-tint:#fdecec;--unsure:#7a4b00;--unsure-tint:#fff4dc;color-scheme:light;--chart-0:#0b5394;--chart-1:#b45f06;--chart-2:#2b8a6e;--chart-3:#8e3b8e;--chart-4:#7a7a1e;--chart-5:#5c6773}
*{box-sizing:border-box}
html{font:16px/1.6 Pretendard,"Pretendard Variable","Noto Sans KR","Apple SD Gothic Neo","Malgun Gothic",system-ui,sans-serif;color:var(--ink);background:var(--tint)}
body{margin:0}
a{color:var(--accent)}
a:focus-visible,[tabindex]:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.sheet{max-width:74rem;margin:1.5rem auto;padding:2.5rem clamp(1rem,4vw,4rem) 3rem;background:var(--paper);border:1px solid var(--line);border-radius:4px}
.running{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 2rem;color:var(--soft);font-size:.8125rem;border-bottom:2px solid var(--accent);padding-bottom:.5rem}
.running.end{border:0;border-top:1px solid var(--line);padding:.75rem 0 0;margin-top:3rem;overflow-wrap:anywhere}
h1{font-size:1.9rem;line-height:1.25;margin:1.75rem 0 1rem;letter-spacing:-.01em}
h2{font-size:1.3rem;line-height:1.3;margin:2.75rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
p,ul,ol{max-width:62rem;margin:.6rem 0}
li{margin:.3rem 0}
html:lang(ko) :is(p,li,dd,dt,td,th,caption,h1,h2,h3){word-break:keep-all}
p,li,dd,h1,h2,h3{overflow-wrap:anywhere}
dd,figure{min-width:0}
dl{display:grid;gap:0;margin:1rem 0;border-top:1px solid var(--line)}
dl>div{display:grid;grid-template-columns:minmax(9rem,17rem) 1fr;gap:.25rem 1.25rem;padding:.4rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
code,pre{font-family:"IBM Plex Mono",ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.86em}
pre{background:var(--tint);border:1px solid var(--line);border-radius:4px;padding:.75rem 1rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.table{overflow-x:auto;margin:1.25rem 0}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.45;font-variant-numeric:tabular-nums}
[aria-labelledby=signature-page-caption] td{height:3.2rem}
caption{text-align:start;font-weight:600;font-size:.95rem;padding:0 0 .4rem}
th,td{text-align:start;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
th{background:var(--tint);border-bottom:2px solid var(--line);font-weight:600;white-space:normal}
tbody tr:nth-child(even) td{background:color-mix(in srgb,var(--tint) 55%,transparent)}
[data-align=end]{text-align:end}
td[data-align=end],td time span,td code{white-space:nowrap}
.empty{padding:.6rem .9rem;background:var(--tint);border-inline-start:4px solid var(--line);max-width:none}
.verdict-box{padding:1rem 1.25rem;border:2px solid;border-inline-start-width:8px;border-radius:4px;max-width:none;margin:1rem 0}
.verdict-box strong{display:block;font-size:1.25rem;margin-bottom:.2rem}
[data-verdict=VERIFIED].verdict-box{border-color:var(--good);background:var(--good-tint)}
[data-verdict=FAILED].verdict-box{border-color:var(--bad);background:var(--bad-tint)}
[data-verdict="CANNOT TELL"].verdict-box{border-color:var(--unsure);background:var(--unsure-tint)}
[data-verdict=VERIFIED] strong,strong[data-verdict=VERIFIED]{color:var(--good)}
[data-verdict=FAILED] strong,strong[data-verdict=FAILED]{color:var(--bad)}
[data-verdict="CANNOT TELL"] strong,strong[data-verdict="CANNOT TELL"]{color:var(--unsure)}
figure{margin:1.25rem 0;max-width:52rem}
figure svg{max-width:100%;height:auto}
.chart-text{fill:var(--ink)}.chart-faint{fill:var(--soft)}.chart-grid{stroke:var(--line)}.chart-axis{stroke:var(--soft)}.chart-fill-0{fill:var(--chart-0)}.chart-line-0{fill:none;stroke-width:2;stroke:var(--chart-0)}.chart-fill-1{fill:var(--chart-1)}.chart-line-1{fill:none;stroke-width:2;stroke:var(--chart-1)}.chart-fill-2{fill:var(--chart-2)}.chart-line-2{fill:none;stroke-width:2;stroke:var(--chart-2)}.chart-fill-3{fill:var(--chart-3)}.chart-line-3{fill:none;stroke-width:2;stroke:var(--chart-3)}.chart-fill-4{fill:var(--chart-4)}.chart-line-4{fill:none;stroke-width:2;stroke:var(--chart-4)}.chart-fill-5{fill:var(--chart-5)}.chart-line-5{fill:none;stroke-width:2;stroke:var(--chart-5)}
figcaption{font-weight:600;font-size:.95rem;margin-bottom:.4rem}
figure.qr{display:flex;align-items:center;gap:1.25rem}
figure.qr svg{width:9rem;height:9rem;flex:none;border:1px solid var(--line)}
figure.qr figcaption{font-weight:400;color:var(--soft);max-width:24rem;margin:0}
nav h2{border:0;font-size:1.05rem;margin-top:1.5rem}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--accent)}
nav ol{columns:2 20rem;list-style:none;padding:0;font-size:.9rem}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
@media (min-width:56rem),print{.cover{display:grid;grid-template-columns:1fr 11rem;column-gap:2rem}.cover>*{grid-column:1}.cover h1{grid-column:1/-1}.cover figure.qr{grid-column:2;grid-row:2;flex-direction:column;align-items:stretch;margin:1rem 0;gap:.5rem;font-size:.85rem}.cover figure.qr svg{width:100%;height:auto}.cover figure.qr figcaption{font-size:.75rem}}
@media (max-width:40rem){dl>div{grid-template-columns:1fr}.sheet{margin:0;border:0}}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e7ebf2;--soft:#b3bccb;--line:#3a4454;--paper:#151a23;--tint:#1d2430;--accent:#8fbcff;--good:#6fdca0;--good-tint:#10291c;--bad:#ff9c9c;--bad-tint:#331616;--unsure:#ffcf70;--unsure-tint:#302406;color-scheme:dark;--chart-0:#7db8f2;--chart-1:#f0a858;--chart-2:#6fd3b4;--chart-3:#dba3db;--chart-4:#d6d271;--chart-5:#b3bfcb}}
@media (prefers-contrast:more){:root{--soft:var(--ink);--line:currentColor}}
@page{size:A4;margin:16mm 14mm 18mm;@bottom-right{content:counter(page) ' / ' counter(pages);font:8pt Pretendard,sans-serif;color:#4a5568}}
@media print{html{font-size:9pt;line-height:1.4;background:none}h1{margin:4mm 0 3mm}h2{margin:4.5mm 0 1.5mm;padding-top:1.5mm}h3{margin:4mm 0 1mm}dl{margin:2mm 0}dl>div{padding:.35mm 0}.table,figure{margin:3mm 0}.verdict-box{padding:2.5mm 4mm;margin:2mm 0}pre{padding:2mm 3mm}.running.end{margin-top:6mm}.sheet{border:0;margin:0;padding:0;max-width:none}nav,details{display:none}h2{break-after:avoid}h3,caption{break-after:avoid}tr,dl>div,figure,.verdict-box{break-inside:avoid}thead{display:table-header-group}.table{overflow:visible}.page-break{break-before:page}a{color:inherit}table{font-size:7.5pt}th,td{padding:.8mm 1.2mm}.compact{font-size:8.2pt;line-height:1.3}.compact :is(h2){margin:2.5mm 0 1mm;padding-top:1mm}.compact .table,.compact dl{margin:1mm 0}.compact main>dl{grid-template-columns:1fr 1fr;column-gap:6mm}.compact main>dl>div{grid-template-columns:30mm 1fr}.compact td,.compact th{padding:.5mm 1.2mm}.compact .verdict-box{padding:1.5mm 3mm}.compact .running.end{margin-top:2mm}}
`;
