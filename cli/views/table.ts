// Lays rows out in columns; pure.

/** Lines of a table with a head, columns as wide as their widest cell; a sentence instead when there are no rows. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  whenEmpty: string,
): readonly string[] {
  if (rows.length === 0) return [whenEmpty];
  const all = [head.map((cell) => cell.toUpperCase()), ...rows.map((row) => row.map(printable))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `name  value` lines, aligned; a value of several lines stays in its column. */
export function pairs(entries: readonly (readonly [string, string | readonly string[]])[]): readonly string[] {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((line, index) =>
      `${(index === 0 ? name : '').padEnd(width)}  ${printable(line)}`.trimEnd(),
    ),
  );
}

/** Text from elsewhere without control characters, so that it cannot move the cursor or forge lines. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}
