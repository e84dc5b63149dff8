// A small file with a secret in it that only an administrator of this machine can have laid.

/** What lies there. `unsafe`: others than an administrator could have laid or read it, or lead us elsewhere; nothing of it is told. */
export type PrivateFile =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unsafe'; readonly why: string }
  | {
      readonly kind: 'found';
      readonly text: string;
      /** Another one whenever the file is laid anew, with the same content too. */
      readonly laid: string;
      /** Removes this very file; one that was laid in its place since stays. */
      remove(): Promise<void>;
    };

/** Reads it whole, following no link. Never rejects: what cannot be read is `unsafe`. */
export type ReadPrivateFile = (file: string) => Promise<PrivateFile>;

/** An invitation has some three hundred bytes. */
export const mostBytes = 8_192;
