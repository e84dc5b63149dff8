// The types of windows-version.mjs.

export function withVersion(image: Uint8Array): Uint8Array;
