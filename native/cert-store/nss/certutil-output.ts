// Understands what NSS's certutil prints.

/** Nicknames of `certutil -L` whose certificates nobody trusts as a CA: a user's own, with their key (`u`) or without. */
export function ownNicknames(text: string): readonly string[] {
  const names = text.split('\n').flatMap((line) => {
    const [, name, ssl, email, code] = /^(.*\S)\s+([a-zA-Z]*),([a-zA-Z]*),([a-zA-Z]*)\s*$/.exec(line) ?? [];
    const isOwn = name !== undefined && [ssl, email, code].every((flags) => flags === '' || flags === 'u');
    return isOwn ? [name] : [];
  });
  return [...new Set(names)];
}

/** Key ids of `certutil -K`, 40 hex digits each. */
export function keyIds(text: string): readonly string[] {
  return [...text.matchAll(/^<\s*\d+>\s+\S+\s+([0-9a-f]{40})\b/gm)].map((match) => match[1] ?? '');
}

/** What an ended `certutil -K` says about the database. */
export type KeyListing =
  | { readonly kind: 'keys'; readonly ids: readonly string[] }
  | { readonly kind: 'locked' }
  | { readonly kind: 'failed'; readonly why: string };

export function readKeyListing(ended: {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}): KeyListing {
  const { code, stdout, stderr } = ended;
  if (code === 0) return { kind: 'keys', ids: keyIds(stdout) };
  if (stderr.includes('SEC_ERROR_BAD_PASSWORD')) return { kind: 'locked' };
  if (/no keys found/.test(stderr + stdout)) return { kind: 'keys', ids: [] };
  return { kind: 'failed', why: lastLine(stderr) };
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
