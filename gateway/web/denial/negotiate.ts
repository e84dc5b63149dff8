// Decides in which form and language a denial is told, by what the client says it takes.

export const languages = ['en', 'de', 'fr', 'es', 'ja', 'zh-Hans'] as const;
export type Language = (typeof languages)[number];

/** A page only for who names HTML and likes it as much as JSON: programs that take anything get JSON. */
export function wantsPage(accept: string | undefined): boolean {
  const offers = weighted(accept ?? '');
  const page = offers.find(({ value }) => value === 'text/html')?.weight ?? 0;
  const json = offers.find(({ value }) => value === 'application/json')?.weight ?? 0;
  return page > 0 && page >= json;
}

/** The language that the client likes most of those there are; English if it likes none. */
export function languageFor(acceptLanguage: string | undefined): Language {
  const liked = weighted(acceptLanguage ?? '')
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { value } of liked) {
    const found = languageOf(value);
    if (found !== null) return found;
  }
  return 'en';
}

/** Chinese is there in simplified script: what says another script or a place that writes another gets none. */
function languageOf(tag: string): Language | null {
  const [primary = '', ...rest] = tag.split('-');
  if (primary === 'zh') return rest.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part)) ? null : 'zh-Hans';
  return languages.find((language) => language === primary) ?? null;
}

interface Weighted {
  readonly value: string;
  readonly weight: number;
}

const mostOffers = 64;

/** `a;q=0.5, b` as values in lower case with weights, in their order. */
function weighted(text: string): readonly Weighted[] {
  return text
    .split(',', mostOffers)
    .map((offer) => offer.split(';').map((part) => part.trim().toLowerCase()))
    .map(([value = '', ...parameters]) => {
      const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      const weight = Number(q);
      return { value, weight: Number.isFinite(weight) ? weight : 0 };
    })
    .filter(({ value }) => value !== '');
}
