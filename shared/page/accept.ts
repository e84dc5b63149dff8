// Reads what a browser says that it takes: forms and languages, each with its weight (RFC 9110 §12.5).

import { type Language, languageFor } from '../words/language.ts';

export interface Weighted {
  readonly value: string;
  readonly weight: number;
}

const mostOffers = 64;

/** `a;q=0.5, b` as values in lower case with weights, in their order. */
export function weighted(text: string): readonly Weighted[] {
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

/** The language that the client likes most of those there are; English if it likes none. */
export function languageLiked(acceptLanguage: string | undefined): Language {
  const liked = weighted(acceptLanguage ?? '')
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return languageFor(liked.map(({ value }) => value));
}
