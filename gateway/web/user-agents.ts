// The table of user agents: which name a system that an agent can manage.

/** The first row whose pattern fits decides. */
const table: readonly (readonly [pattern: RegExp, manageable: boolean])[] = [
  // Phones, tablets, Chromebooks, televisions and consoles: no agent of ours runs there. Their names hold those of others.
  [
    /\b(Android|iPhone|iPad|iPod|CrOS|Windows Phone|KAIOS|Tizen|Web0S|webOS|SMART-TV|PlayStation|Nintendo|Xbox)\b/i,
    false,
  ],
  [/\bWindows NT\b/, true],
  [/\b(Macintosh|Mac OS X)\b/, true],
  [/\b(Linux|X11|Ubuntu|Debian|Fedora)\b/, true],
];

/**
 * True if a device that names itself so could run the agent. One that says nothing or something unknown counts as
 * manageable: it has to show a certificate, as the strictest reading wants.
 */
export function isManageable(userAgent: string | null): boolean {
  return table.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? true;
}
