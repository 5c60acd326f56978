const LENGTHS = [2, 3]
const FLOAT_OR_SIMPLE = 7
const EIGHT_BYTES = 27
const INDEFINITE = 31
/** Of a whole number of 64 bits, the upper half from which on it is no safe integer. */
const UNSAFE_UPPER_HALF = 2 ** 21

/**
 * Whether all whole numbers and lengths of a CBOR text (RFC 8949) are safe integers. The decoder warns on the console of
 * those that are not, where whoever runs the sandbox would see what a stranger sent.
 */
export function hasSafeNumbers(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; ) {
    const initial = bytes[at] ?? 0
    const major = initial >> 5
    const info = initial & 31
    const width = info < 24 || info > EIGHT_BYTES ? 0 : 1 << (info - 24)
    if (at + 1 + width > bytes.length) return true
    const isNumber = major !== FLOAT_OR_SIMPLE
    if (isNumber && info === EIGHT_BYTES && bytes.readUInt32BE(at + 1) >= UNSAFE_UPPER_HALF) return false
    const length = LENGTHS.includes(major) && info !== INDEFINITE ? lengthOf(bytes, at + 1, info, width) : 0
    at += 1 + width + length
  }
  return true
}

function lengthOf(bytes: Buffer, at: number, info: number, width: number): number {
  if (width === 0) return info < 24 ? info : 0
  return width === 8 ? Number(bytes.readBigUInt64BE(at)) : bytes.readUIntBE(at, width)
}
