// Writes HTML in which every value is escaped: only what this file wrote is taken as it is.

export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlValue = Html | string | readonly Html[];

/** The literal parts are HTML, every value is text unless it is HTML of ours. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(literals.reduce((done, literal, at) => `${done}${written(values[at - 1] ?? '')}${literal}`));
}

function written(value: HtmlValue): string {
  if (typeof value === 'string') return escaped(value);
  return value instanceof Html ? value.text : value.map((part) => part.text).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
