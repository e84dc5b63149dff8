// Insists that what is compared has worked: a time of connections that failed is no time.

/** @throws Error that names the tunnel */
export function allSucceeded<T extends { readonly failed: number }>(tunnel: string, found: T): T {
  if (found.failed > 0) throw new Error(`${found.failed} connections through ${tunnel} failed`);
  return found;
}
