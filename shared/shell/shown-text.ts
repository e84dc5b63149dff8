// Makes text of others fit to be shown: what could turn, hide or flood what stands around it is taken out or marked.

/** More of a name or a sentence tells nobody anything. */
const mostCharacters = 1_000;

// Bidirectional overrides, embeddings and isolates, and marks; line and paragraph separators; what has no width; control characters.
const unseen =
  /[\p{Cc}\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
/** More marks on one letter reach into the lines above and below. */
const piled = /(\p{M}{3})\p{M}+/gu;

/**
 * The text on one line, as it can be trusted to look. Each run of spaces is one; a character that is not seen is U+FFFD; the
 * end of what is too long is an ellipsis. Not for what a program reads.
 */
export function shownText(text: string, most: number = mostCharacters): string {
  // Looked at no further than it could be shown.
  const looked = text.slice(0, most * 8);
  const plain = looked
    .replace(/[\t\n\r]/g, ' ')
    .replace(unseen, '\uFFFD')
    .replace(/\uFFFD{2,}/g, '\uFFFD')
    .replace(piled, '$1')
    .replace(/ {2,}/g, ' ')
    .trim();
  const letters = [...plain];
  const isWhole = looked.length === text.length && letters.length <= most;
  return isWhole ? plain : `${letters.slice(0, most - 1).join('')}…`;
}
