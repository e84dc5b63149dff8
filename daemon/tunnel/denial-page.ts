// The answer that an HTTP client gets instead of a destination that was refused; pure.

import type { Denial } from '../../shared/tunnel/denial.ts';

/** True if these first bytes are an HTTP/1 request's. */
export function looksLikeHttp(first: Uint8Array): boolean {
  return /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S/.test(Buffer.from(first.subarray(0, 64)).toString('latin1'));
}

/** A whole HTTP/1.1 response, with the fields of FortiOS's replacement message: code, title, destination, request. */
export function denialPage(denial: Denial, sentences: readonly string[]): string {
  const lines = sentences.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n');
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(denial.title)}</title></head>
<body>
<h1>${escaped(denial.title)}</h1>
${lines}
<p>Error ${escaped(denial.code)} · ${escaped(denial.destination ?? '')} · request ${escaped(denial.requestId)}</p>
</body></html>
`;
  return [
    'HTTP/1.1 403 Forbidden',
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Content-Security-Policy: default-src 'none'",
    'Cache-Control: no-store',
    `X-Stile-Request-Id: ${denial.requestId}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
