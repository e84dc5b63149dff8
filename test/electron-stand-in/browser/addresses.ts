// Gives an app's own scheme a place among the addresses Chromium knows, and translates both ways; pure.

/** Nobody can own it (RFC 6761), and nothing is ever asked of it: its requests are answered before they leave. */
const suffix = '.stand-in.invalid';

/** `stile-app://app/index.html` → `https://app.stile-app.stand-in.invalid/index.html`; what is no scheme of the app stays. */
export function addressInBrowser(url: string, schemes: ReadonlySet<string>): string {
  const found = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url);
  const [, scheme = '', host = '', rest = ''] = found ?? [];
  if (!schemes.has(scheme.toLowerCase())) return url;
  return `https://${host}.${scheme.toLowerCase()}${suffix}${rest === '' ? '/' : rest}`;
}

/** The way back: the address as the app knows it. */
export function addressInApp(url: string): string {
  const found = /^https:\/\/([^/?#]+)\.([a-z0-9+-]+)\.stand-in\.invalid(?::443)?([/?#].*)?$/i.exec(url);
  if (found === null) return url;
  const [, host = '', scheme = '', rest = '/'] = found;
  return `${scheme}://${host}${rest}`;
}
