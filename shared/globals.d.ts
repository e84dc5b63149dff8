// The few web globals that every runtime has and that shared may use, since neither Node's types nor the DOM's are allowed here.

/** Enough of the WHATWG URL for code that must run anywhere; each runtime has the whole of it. */
declare class URL {
  constructor(url: string, base?: string | URL);
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly username: string;
  readonly password: string;
  toString(): string;
}

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBuffer): string;
}

/** Ends a wait. Made by the caller, so shared only ever reads one. */
declare abstract class AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Decodes base64, as browsers and Node both do. */
declare function atob(base64: string): string;

/** Encodes bytes given as Latin-1 characters in base64, as browsers and Node both do. */
declare function btoa(bytes: string): string;
