// Writes Apple property lists as XML; pure.

export type PropertyListValue =
  | string
  | number
  | boolean
  | Uint8Array
  | readonly PropertyListValue[]
  | { readonly [key: string]: PropertyListValue };

/** `comment`: for people, at the head of the file. */
export function propertyList(value: PropertyListValue, comment = ''): string {
  const note = comment === '' ? '' : `<!-- ${comment.replaceAll('--', '- -')} -->\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
${note}<plist version="1.0">
${written(value, '')}
</plist>
`;
}

function written(value: PropertyListValue, indent: string): string {
  if (typeof value === 'string') return `${indent}<string>${escaped(value)}</string>`;
  if (typeof value === 'boolean') return `${indent}<${value}/>`;
  if (typeof value === 'number') {
    const tag = Number.isInteger(value) ? 'integer' : 'real';
    return `${indent}<${tag}>${value}</${tag}>`;
  }
  if (value instanceof Uint8Array) return `${indent}<data>${Buffer.from(value).toString('base64')}</data>`;
  const inner = `${indent}  `;
  if (isList(value))
    return around(
      'array',
      value.map((each) => written(each, inner)),
      indent,
    );
  const entries = Object.entries(value).map(
    ([key, each]) => `${inner}<key>${escaped(key)}</key>\n${written(each, inner)}`,
  );
  return around('dict', entries, indent);
}

function around(tag: string, lines: readonly string[], indent: string): string {
  return lines.length === 0 ? `${indent}<${tag}/>` : `${indent}<${tag}>\n${lines.join('\n')}\n${indent}</${tag}>`;
}

function isList(value: object): value is readonly PropertyListValue[] {
  return Array.isArray(value);
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
