// How a denial page looks: one sheet, allowed by its hash, nothing loaded from anywhere.

import { createHash } from 'node:crypto';

export const style = `
:root{color-scheme:light dark;--paper:#f4f5f2;--card:#fff;--ink:#1b2320;--soft:#5b6661;--line:#e0e4df;--accent:#1f6f54;--on-accent:#fff;--mark:#b4481e;--mark-soft:#fbece4}
@media (prefers-color-scheme:dark){:root{--paper:#111614;--card:#1a211e;--ink:#eef2ef;--soft:#9fb0a8;--line:#2c3631;--accent:#6cc7a4;--on-accent:#0d1a15;--mark:#f2a07b;--mark-soft:#3a251c}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:2rem 1rem;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC",sans-serif}
main{width:100%;max-width:42rem;background:var(--card);border:1px solid var(--line);border-radius:16px;overflow:hidden;box-shadow:0 1px 2px #0000000a,0 12px 40px #00000014}
header{display:flex;align-items:center;gap:.75rem;padding:1.1rem 2rem;border-bottom:1px solid var(--line);color:var(--soft);font-size:.9rem}
header svg{width:28px;height:28px;color:var(--accent);flex:none}
header b{margin-inline-start:auto;padding:.15rem .65rem;border-radius:99px;background:var(--mark-soft);color:var(--mark);font:600 .85rem/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
section{padding:1.75rem 2rem}
section+section{border-top:1px solid var(--line)}
h1{margin:0 0 .5rem;font-size:1.65rem;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
h2{margin:0 0 .4rem;font-size:.8rem;font-weight:600;letter-spacing:.06em;text-transform:uppercase;color:var(--soft)}
p{margin:0;max-width:58ch}
ul{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem;list-style:none;margin:1rem 0 0;padding:0;font-size:.9rem;color:var(--soft)}
li{padding:.1rem .6rem;border:1px solid var(--mark);border-radius:99px;color:var(--mark);font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.85rem;overflow-wrap:anywhere}
li.label{padding:0;border:0;color:var(--soft);font:inherit}
a{display:inline-block;margin-top:1.1rem;padding:.5rem 1.1rem;border-radius:8px;background:var(--accent);color:var(--on-accent);font-weight:600;text-decoration:none}
a:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.5rem;margin:0;font-size:.9rem}
dt{color:var(--soft)}
dd{margin:0;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.85rem;line-height:1.7;overflow-wrap:anywhere}
footer{padding:1rem 2rem;border-top:1px solid var(--line);background:var(--paper);color:var(--soft);font-size:.85rem}
@media (max-width:34rem){section,header,footer{padding-inline:1.25rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}
@media print{body{display:block}main{box-shadow:none}a{display:none}}
`;

/** Nothing may run, load, frame or be sent; the one sheet may style. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
