import { colours } from './colours.ts';

/** The look of every report. Fonts and colours are the reader's own system's; nothing is loaded. */
export const stylesheet = `${colours}
*,::before,::after{box-sizing:border-box}
html{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;-webkit-text-size-adjust:100%;scroll-padding-top:4.5rem}
body{margin:0;background:var(--ground);color:var(--ink);overflow-wrap:anywhere}
main,footer{max-width:70rem;margin:0 auto;padding:0 clamp(1rem,4vw,2.5rem)}
main{padding-top:clamp(1.75rem,5vw,3.5rem);outline:0}
footer{padding-top:2rem;padding-bottom:3rem;color:var(--soft);font-size:.875rem}
h1,h2,h3,h4,h5,p,dl,dd,ul,ol,pre{margin:0}
h1{font-size:clamp(1.6rem,4.4vw,2.5rem);line-height:1.15;letter-spacing:-.022em;font-weight:650;text-wrap:balance;overflow-wrap:break-word}
h2 small{font-size:.9rem}
h2{font-size:1.4rem;line-height:1.25;letter-spacing:-.012em;font-weight:640}
h3{font-size:1.02rem;line-height:1.4;font-weight:620}
h4,h5{font-size:.95rem;line-height:1.4;font-weight:600}
small{font-size:.85rem;font-weight:400;color:var(--soft);letter-spacing:0}
a{color:var(--link);text-underline-offset:.2em;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.86em;unicode-bidi:isolate}
section{margin-top:clamp(2.5rem,6vw,4rem)}
section ul{padding-left:1.15rem}
section li+li{margin-top:.3rem}
section>h3,.of-rule>h3{margin-top:2rem;margin-bottom:.75rem}
.intro{color:var(--soft);max-width:46rem;margin-top:.35rem;margin-bottom:1.1rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--paper);padding:.5rem 1rem;border-radius:0 0 8px 8px;z-index:2}
.skip:focus{top:0}

.eyebrow{color:var(--soft);font-size:.9rem;margin-bottom:1.1rem}
.state{display:inline-block;font-size:.8rem;font-weight:650;letter-spacing:.02em;padding:.15rem .7rem;border-radius:99px;margin-bottom:.8rem;border:1px solid}
.good .state{color:var(--scoped);background:var(--scoped-tint)}
.open .state{color:var(--unproven);background:var(--unproven-tint)}
.bad .state{color:var(--unscoped);background:var(--unscoped-tint)}
.line{margin-top:1rem;color:var(--soft);font-variant-numeric:tabular-nums}

.bar{display:block;width:100%;height:.3rem;margin-top:.4rem;border-radius:99px;overflow:hidden;background:var(--rule);forced-color-adjust:none}
.counts{margin-top:1.75rem}
.counts>.bar{height:.65rem}
rect.scoped{fill:var(--scoped-fill)}rect.suppressed{fill:var(--suppressed-fill)}rect.unproven{fill:var(--unproven-fill)}rect.unscoped{fill:var(--unscoped-fill)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(9.5rem,100%),1fr));gap:.9rem 1.5rem;margin-top:1.25rem}
.tiles dt{font-weight:600}
.tiles dd{color:var(--soft);font-size:.875rem;line-height:1.45}
.tiles strong{display:block;font-size:1.9rem;line-height:1.2;font-weight:620;letter-spacing:-.02em;color:var(--ink);font-variant-numeric:tabular-nums}
.tiles .scoped dt{color:var(--scoped)}.tiles .suppressed dt{color:var(--suppressed)}.tiles .unproven dt{color:var(--unproven)}.tiles .unscoped dt{color:var(--unscoped)}
.unread{margin-top:1.75rem;border:1px solid var(--unscoped);border-left-width:6px;border-radius:10px;background:var(--unscoped-tint);padding:1.1rem 1.35rem}
.unread h2{color:var(--unscoped)}
.unread p{margin:.35rem 0 .6rem}
nav{margin-top:2.25rem;border-block:1px solid var(--rule);padding:.7rem 0}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.35rem 1.4rem}
nav a{display:inline-block;padding:.15rem 0;text-decoration:none}
nav a:hover{text-decoration:underline}

.wide{position:relative;overflow-x:auto;border:1px solid var(--rule);border-radius:10px;background:linear-gradient(270deg,var(--paper) 50%,transparent) 100% 0/2rem 100% no-repeat local,linear-gradient(270deg,var(--edge),transparent) 100% 0/.75rem 100% no-repeat scroll,var(--paper)}
p+.wide{margin-top:.75rem}
.overview+.intro{margin-top:1.5rem}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums;overflow-wrap:normal}
th,td{padding:.5rem .9rem;text-align:left;vertical-align:top;border-top:1px solid var(--rule)}
thead th{border-top:0;color:var(--soft);font-weight:500;font-size:.85rem;white-space:nowrap}
th.n,td.n{text-align:right;white-space:nowrap}
tbody th{font-weight:500;min-width:9rem;max-width:24rem;overflow-wrap:anywhere;position:sticky;left:0;background:var(--paper)}
td{min-width:4.2rem}
.none{color:var(--soft)}
.chip{display:inline-block;padding:0 .5rem;border-radius:6px;white-space:nowrap;font-weight:550}
.chip.scoped{color:var(--scoped);background:var(--scoped-tint)}
.chip.suppressed{color:var(--suppressed);background:var(--suppressed-tint)}
.chip.unproven{color:var(--unproven);background:var(--unproven-tint)}
.chip.unscoped{color:var(--unscoped);background:var(--unscoped-tint)}

summary{cursor:pointer;list-style:none;display:flex;align-items:baseline;flex-wrap:wrap;gap:.1rem .75rem}
summary::-webkit-details-marker{display:none}
summary::before{content:"";flex:none;width:.42rem;height:.42rem;border:solid var(--soft);border-width:0 1.5px 1.5px 0;transform:rotate(-45deg) translate(-2px,-1px)}
details[open]>summary::before{transform:rotate(45deg) translate(-2px,-2px)}
.more{margin-top:.6rem}
.more>summary{color:var(--link);padding:.35rem 0}
.group,.rule{border:1px solid var(--rule);border-radius:10px;background:var(--paper);margin-top:.6rem}
.group{border-left-width:4px}
.group.unscoped{border-left-color:var(--unscoped-fill)}
.group.unproven{border-left-color:var(--unproven-fill)}
.group>summary,.rule>summary{padding:.7rem 1.1rem}
.group>summary>:first-child,.rule>summary>:first-child{flex:1 1 20rem}
.note{color:var(--soft);font-size:.875rem;padding-left:1.2rem}
.note strong{color:var(--ink);font-weight:600}
.group>p,.rule>p{padding:0 1.1rem .7rem 2.3rem}
.rule>p{max-width:52rem}
article.group{padding:.9rem 1.1rem 1.1rem}
article.group>p{padding:0;margin-top:.3rem}
.finding{border-top:1px solid var(--rule);padding:.9rem 1.1rem 1.1rem 2.3rem;content-visibility:auto;contain-intrinsic-size:auto 9rem}
.finding span{font-weight:400;color:var(--soft)}
.finding>p{margin-top:.3rem}
.finding>pre+p{margin-top:.55rem}
.why{color:var(--soft);font-size:.95rem}
pre{margin-top:.6rem;padding:.6rem .8rem;border-radius:8px;background:var(--well);font-size:.82rem;line-height:1.65;white-space:pre-wrap}
.row{display:block;padding-left:5ch;color:inherit}
.finding .row{color:var(--ink)}
.no{display:inline-block;width:5ch;margin-left:-5ch;color:var(--soft);user-select:none}
mark{color:inherit;background:var(--unscoped-tint);text-decoration:underline 2px var(--unscoped);text-underline-offset:.25em;border-radius:2px}
.unproven mark{background:var(--unproven-tint);text-decoration-color:var(--unproven)}
.flow{list-style:none;padding:0;margin:.75rem 0 0 .35rem;font-size:.9rem;color:var(--soft)}
.flow li{position:relative;padding:0 0 .45rem 1.2rem;border-left:1px solid var(--edge);margin:0}
.flow li:last-child{border-color:transparent;padding-bottom:0}
.flow li::before{content:"";position:absolute;left:-.29rem;top:.5rem;width:.5rem;height:.5rem;border-radius:50%;background:var(--paper);border:1.5px solid var(--soft)}
.flow br+code{color:var(--ink)}

.filter{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;align-items:center;gap:.4rem .9rem;margin-top:clamp(2.5rem,6vw,4rem);padding:.7rem 0;background:var(--ground);border-bottom:1px solid var(--rule)}
.filter label{font-weight:600}
.filter input{flex:1 1 14rem;min-width:0;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--edge);border-radius:8px;padding:.4rem .75rem}
.filter ::placeholder{color:var(--soft);opacity:1}
.filter output:empty{margin-left:-.9rem}
.filter output{color:var(--soft);font-size:.9rem}
.filter+section{margin-top:2rem}
[data-found]:not([data-found=""])>summary::after{content:attr(data-found);font-size:.875rem;font-weight:600}
[hidden]{display:none!important}

@media (max-width:40rem){
html{scroll-padding-top:1rem}
.filter{position:static}
.finding{padding:.9rem .8rem 1rem}
.group>p,.rule>p{padding-left:1.1rem}
.group>summary>:first-child,.rule>summary>:first-child{flex-basis:calc(100% - 2rem)}
tbody th{max-width:10rem}
th,td{padding:.5rem .6rem}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}summary::before{transition:transform .15s}}
@media print{.filter,nav,.skip{display:none}details::details-content{content-visibility:visible;block-size:auto}.finding{content-visibility:visible;break-inside:avoid}}
`;
