// Remembers what is wrong now, one sentence for each matter, and tells each once when it begins.

export interface Troubles {
  /** Null: this matter is well again. */
  set(matter: string, text: string | null): void;
  all(): readonly string[];
}

export function makeTroubles(tell: (text: string) => void): Troubles {
  const current = new Map<string, string>();
  return {
    set(matter, text) {
      if (text === null) {
        current.delete(matter);
        return;
      }
      const isNew = !current.has(matter);
      current.set(matter, text);
      if (isNew) tell(text);
    },
    all: () => [...current.values()],
  };
}
