// Takes several words out of one field; pure.

/** Separated by commas, spaces or both; each once. */
export function wordsOf(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))];
}
