// A table as RFC 4180 has it, which no spreadsheet program takes for formulas; pure.

/** Lines end with CRLF; a field with a quote, a comma or a line's end stands in quotes. */
export function csvOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** What begins like this, spreadsheet programs work out; with a quote before it they show it (OWASP: CSV Injection). */
const formula = /^[=+\-@\t\r\n]/;
const special = /[",\r\n]/;

function field(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return special.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
