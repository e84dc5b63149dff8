// How the pages of local accounts look, and what they may do: one sheet, allowed by its hash; no script, nothing loaded.

import { createHash } from 'node:crypto';

export const style = `
:root{color-scheme:light dark;--paper:#f4f5f2;--card:#fff;--ink:#1b2320;--soft:#5b6661;--line:#858e89;--accent:#1f6f54;--on-accent:#fff;--mark:#b4481e;--mark-soft:#fbece4}
@media (prefers-color-scheme:dark){:root{--paper:#111614;--card:#1a211e;--ink:#eef2ef;--soft:#9fb0a8;--line:#6f7d76;--accent:#6cc7a4;--on-accent:#0d1a15;--mark:#f2a07b;--mark-soft:#3a251c}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:2rem 1rem;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC",sans-serif}
main{width:100%;max-width:26rem;padding:2rem;background:var(--card);border-radius:16px;box-shadow:0 1px 2px #0000000a,0 12px 40px #00000014}
svg{width:32px;height:32px;color:var(--accent)}
h1{margin:.5rem 0;font-size:1.5rem;line-height:1.25}
p{margin:0 0 1.25rem;color:var(--soft);overflow-wrap:anywhere}
p.wrong{padding:.6rem .9rem;border-radius:8px;background:var(--mark-soft);color:var(--mark)}
label{display:block;margin-bottom:1rem;font-weight:600}
input{display:block;width:100%;margin-top:.3rem;padding:.6rem .7rem;border:1px solid var(--line);border-radius:8px;background:var(--paper);color:var(--ink);font:inherit;font-weight:400}
button{width:100%;margin-top:.5rem;padding:.7rem;border:0;border-radius:8px;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
input:focus-visible,button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
`;

/**
 * @param returnsTo where the answer to the form leads besides here: Chromium holds a redirect after a form to this list, too.
 */
export function pagePolicy(returnsTo: string | null): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "base-uri 'none'",
    `form-action 'self'${returnsTo === null ? '' : ` ${new URL(returnsTo).origin}`}`,
    "frame-ancestors 'none'",
  ].join('; ');
}
