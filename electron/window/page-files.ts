// The files that a window may load: those that were built, by their exact paths and nothing else.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export const scheme = 'stile-app';
const origin = `${scheme}://app`;
export const pageUrl = `${origin}/index.html`;

export interface PageFiles {
  /** The answer to a request for this address. */
  answer(method: string, url: string): Promise<PageAnswerParts>;
}

export interface PageAnswerParts {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

/** What every answer says that the window must not do: nothing from elsewhere, nothing inline, no network, no frames, no forms. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    // The user's picture is a `data:` address of the shell's own making.
    "img-src 'self' data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), clipboard-read=(), clipboard-write=()',
  'cache-control': 'no-store',
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Looks once which files there are; a request never becomes a path. @throws the system's error */
export async function openPageFiles(folder: string): Promise<PageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, string>();
  for (const entry of entries) {
    if (!entry.isFile() || !(path.extname(entry.name) in types)) continue;
    const place = path.join(entry.parentPath, entry.name);
    files.set(`${origin}/${path.relative(folder, place).replaceAll(path.sep, '/')}`, place);
  }
  return {
    async answer(method, url) {
      const place = files.get(withoutFragment(url));
      if (place === undefined || method !== 'GET') return { status: 404, headers: securityHeaders, body: null };
      const type = types[path.extname(place)] ?? '';
      return { status: 200, headers: { ...securityHeaders, 'content-type': type }, body: await readFile(place) };
    },
  };
}

function withoutFragment(url: string): string {
  const at = url.indexOf('#');
  return at === -1 ? url : url.slice(0, at);
}
