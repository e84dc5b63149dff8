// Reads the JSON that control frames carry.

/** Decodes whole payloads only, so that all of them can share it. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What the payload says; undefined if it is not JSON in UTF-8. */
export function controlJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(payload));
  } catch {
    return undefined;
  }
}
