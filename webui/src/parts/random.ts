/** A key that makes repeating a write harmless; works without a secure context, too. */
export function writeKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
