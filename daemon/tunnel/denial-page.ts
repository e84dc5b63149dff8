// Writes what a browser shows when an access was refused; pure.

import type { Denial } from '../../shared/tunnel/denial.ts';

const methods = 'GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE';
const requestLine = new RegExp(`^(?:${methods}) [!-~]+ HTTP/1\\.[01]\\r?\\n`);

/** True if a client's first bytes are an HTTP/1 request. */
export function looksLikeHttp(first: Uint8Array): boolean {
  return requestLine.test(latin1(first));
}

/** True if a client's first bytes begin a TLS handshake: it would not understand a page. */
export function looksLikeTls(first: Uint8Array): boolean {
  return first[0] === 0x16 && (first.length < 2 || first[1] === 0x03);
}

/** The whole answer. A `HEAD` request gets no body. */
export function denialAnswer(denial: Denial, sentences: readonly string[], first: Uint8Array): string {
  const body = denialPage(denial, sentences);
  const head = [
    'HTTP/1.1 403 Forbidden',
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    "Content-Security-Policy: default-src 'none'",
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${latin1(first).startsWith('HEAD ') ? '' : body}`;
}

function denialPage(denial: Denial, sentences: readonly string[]): string {
  const { title, code, destination, requestId } = denial;
  const why = sentences.map((sentence) => `<p>${escaped(sentence)}</p>`);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<title>${escaped(title)}</title></head><body>`,
    `<h1>${escaped(title)}</h1>`,
    ...why,
    `<p>Code ${escaped(code)}${destination === null ? '' : `, destination ${escaped(destination)}`}</p>`,
    `<p>Request ${escaped(requestId)}</p>`,
    '</body></html>',
    '',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 8_192)).toString('latin1');
}
