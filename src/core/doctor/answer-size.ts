import { LARGEST_ENTRY_BYTES } from '../gateway/limits.js'

/** Encryption adds an undocumented amount: from here on it may be too much. */
export const LARGE_ENCRYPTED_BYTES = 0.9 * LARGEST_ENTRY_BYTES
/** Reading a probed answer stops here. */
const READ_BYTES = 2 * LARGEST_ENTRY_BYTES

export function sizeWords(bytes: number): string {
  const digits = String(bytes).replace(/\B(?=(\d{3})+$)/g, ',')
  return bytes >= READ_BYTES ? `${digits} bytes or more` : `${digits} bytes`
}
