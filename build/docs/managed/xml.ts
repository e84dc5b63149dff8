// Writes elements of an XML document; pure.

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** `inner`: lines that are elements already, or nothing. */
export function element(name: string, attributes: Attributes, inner: readonly string[] = []): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const open = `<${name}${written.join('')}`;
  if (inner.length === 0) return `${open} />`;
  return `${open}>\n${inner.map(indented).join('\n')}\n</${name}>`;
}

/** An element that holds a text. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return element(name, attributes).replace(/ \/>$/, () => `>${escaped(text)}</${name}>`);
}

function indented(lines: string): string {
  return lines.replaceAll(/^/gm, '  ');
}

function escaped(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // A line end of the text itself, which indenting must not touch.
      .replaceAll('\n', '&#10;')
  );
}
