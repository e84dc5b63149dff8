// Seals a secret to this machine, so that a copy of its file alone does not give it away.

/** What besides the sealed text is needed to open it: a file that only root can read, or this machine's TPM too. */
export type SealedBy = 'host' | 'tpm';

export type Sealing =
  | { readonly kind: 'sealed'; readonly text: string; readonly by: SealedBy }
  | { readonly kind: 'unavailable'; readonly why: string };

export type Opening =
  | { readonly kind: 'opened'; readonly secret: string; readonly by: SealedBy }
  | { readonly kind: 'failed'; readonly why: string };

export interface KeySeal {
  /** Seals, and has opened the seal again before it answers: what this machine cannot open would be lost. */
  seal(secret: string): Promise<Sealing>;
  /** Opens what was sealed here. May fail today and succeed tomorrow: a TPM can be busy or locked. */
  open(text: string): Promise<Opening>;
}

/** For systems where nothing seals yet. */
export const noKeySeal: KeySeal = {
  seal: async () => ({ kind: 'unavailable', why: 'nothing on this system seals keys for the agent yet' }),
  open: async () => ({ kind: 'failed', why: 'nothing on this system opens what was sealed' }),
};
