// Lists every way in which servers read one request path, so that a route counts only if it is the same for all of them.

export type PathReadings =
  | { readonly kind: 'readings'; readonly readings: readonly string[] }
  /** Some reader would leave the path's own tree, or nobody knows what it says. */
  | { readonly kind: 'refused'; readonly why: string };

const longestPath = 8 * 1024;

/**
 * The path is forwarded exactly as it came. Some servers decode `%2F` before they split, join `//`, drop `;parameters`, or
 * decode twice: each of these is a reading of its own. What none but an attacker sends is refused: dot segments (clients
 * resolve them before they ask), backslashes, control characters, and percent signs that encode nothing.
 */
export function pathReadings(path: string): PathReadings {
  if (!path.startsWith('/')) return refused('a path starts with /');
  if (path.length > longestPath) return refused(`a path has at most ${longestPath} characters`);
  if (!/^[!$-;=@-Z_a-z~%[\]^`{|}"<>]+$/.test(path))
    return refused('a path has printable ASCII characters and no \\ or #');
  if (/%(?![0-9A-Fa-f]{2})/.test(path)) return refused('% is followed by two hex digits');
  const once = decoded(path, true);
  const whole = decoded(path, false);
  const twice = whole === null ? null : decoded(whole.replace(/%(?![0-9A-Fa-f]{2})/g, '%25'), false);
  if (once === null || whole === null || twice === null) return refused('the path is not UTF-8');
  const splits = new Set([once, whole, twice]);
  const readings = new Set<string>();
  for (const reading of splits) {
    for (const text of [reading, withoutParameters(reading)]) {
      if (hasControls(text)) return refused('control characters or a backslash, encoded');
      if (/(^|\/)\.{1,2}(\/|$)/.test(text)) return refused('. and .. are resolved by the one who asks');
      readings.add(text);
      readings.add(text.replace(/\/{2,}/g, '/'));
    }
  }
  return { kind: 'readings', readings: [...readings] };
}

/** Decodes everything, or everything but `%2F`; null if the bytes are not UTF-8. */
function decoded(text: string, keepsSlashes: boolean): string | null {
  try {
    if (!keepsSlashes) return decodeURIComponent(text);
    return text
      .split(/(%2F)/i)
      .map((part) => (part.toUpperCase() === '%2F' ? '%2F' : decodeURIComponent(part)))
      .join('');
  } catch {
    return null;
  }
}

/** `/a;v=1/b` as `/a/b`: path parameters as Java's servers see them. */
function withoutParameters(text: string): string {
  return text.replace(/;[^/]*/g, '');
}

function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return /[\u0000-\u001f\u007f-\u009f\\]/.test(text);
}

function refused(why: string): PathReadings {
  return { kind: 'refused', why };
}
