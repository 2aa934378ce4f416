/**
 * The style of a report as HTML: for screens, dark ones too, and for paper.
 * @module
 */
export const REPORT_STYLE: string = `
:root{--ink:#1a1f2b;--soft:#4a5568;--line:#cbd2dc;--paper:#fff;--tint:#f4f6f9;--accent:#12468a;--good:#0b6b3a;--good-tint:#e8f5ee;--bad:#a61b1b;--bad-tint:#fdecec;--unsure:#7a4b00;--unsure-tint:#fff4dc;color-scheme:light}
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
html:lang(ko) :is(p,li,dd,dt,td,th,caption,h1,h2,h3){word-break:keep-all;overflow-wrap:anywhere}
dl{display:grid;gap:0;margin:1rem 0;border-top:1px solid var(--line)}
dl>div{display:grid;grid-template-columns:minmax(9rem,17rem) 1fr;gap:.25rem 1.25rem;padding:.4rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
code,pre{font-family:"IBM Plex Mono",ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.86em}
pre{background:var(--tint);border:1px solid var(--line);border-radius:4px;padding:.75rem 1rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.table{overflow-x:auto;margin:1.25rem 0}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.45;font-variant-numeric:tabular-nums}
caption{text-align:start;font-weight:600;font-size:.95rem;padding:0 0 .4rem}
th,td{text-align:start;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
th{background:var(--tint);border-bottom:2px solid var(--line);font-weight:600;white-space:normal}
tbody tr:nth-child(even) td{background:color-mix(in srgb,var(--tint) 55%,transparent)}
[data-align=end]{text-align:end}
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
figcaption{font-weight:600;font-size:.95rem;margin-bottom:.4rem}
figure.qr{display:flex;align-items:center;gap:1.25rem}
figure.qr svg{width:9rem;height:9rem;flex:none;border:1px solid var(--line)}
figure.qr figcaption{font-weight:400;color:var(--soft);max-width:24rem;margin:0}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--accent)}
nav ol{columns:2 20rem;list-style:none;padding:0;font-size:.9rem}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
@media (max-width:40rem){dl>div{grid-template-columns:1fr}.sheet{margin:0;border:0}}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e7ebf2;--soft:#b3bccb;--line:#3a4454;--paper:#151a23;--tint:#1d2430;--accent:#8fbcff;--good:#6fdca0;--good-tint:#10291c;--bad:#ff9c9c;--bad-tint:#331616;--unsure:#ffcf70;--unsure-tint:#302406;color-scheme:dark}}
@media (prefers-contrast:more){:root{--soft:var(--ink);--line:currentColor}}
@page{size:A4;margin:18mm 15mm 20mm}
@media print{html{font-size:9.5pt;background:none}.sheet{border:0;margin:0;padding:0;max-width:none}nav,details{display:none}h2{break-after:avoid}h3,caption{break-after:avoid}tr,dl>div,figure,.verdict-box{break-inside:avoid}thead{display:table-header-group}.table{overflow:visible}.page-break{break-before:page}a{color:inherit}table{font-size:7.5pt}th,td{padding:1.2mm 1.5mm}}
`;
