// Which address of a sign-in may be handed to a browser.

/** As a browser reads it: a page over TLS, and nobody's name or password in it. Null for anything else. */
export function signInPage(text: string): string | null {
  const url = parsed(text);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null;
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
