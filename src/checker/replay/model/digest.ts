/** SHA-1 and base64, for the ids of the `digest` scheme. Sources: FIPS 180-4, DigestAuthenticationProvider.java. */

/** Returns the id of a credential `user:password`: the user, a colon, and the digest of the whole. */
export function digestId(credential: string): string {
  const user = credential.split(':', 1)[0] ?? '';
  return `${user}:${base64(sha1(new TextEncoder().encode(credential)))}`;
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

function sha1(bytes: Uint8Array): Uint8Array {
  const view = padded(bytes);
  const hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let at = 0; at < view.byteLength; at += 64) addBlock(hash, view, at);
  const out = new DataView(new ArrayBuffer(20));
  for (const [at, word] of hash.entries()) out.setUint32(at * 4, word);
  return new Uint8Array(out.buffer);
}

/** The message, a one bit, zeros, and its length in bits as 64 bits. */
function padded(bytes: Uint8Array): DataView {
  const length = (Math.floor((bytes.length + 8) / 64) + 1) * 64;
  const all = new Uint8Array(length);
  all.set(bytes);
  all[bytes.length] = 0x80;
  const view = new DataView(all.buffer);
  view.setUint32(length - 4, bytes.length * 8);
  return view;
}

function addBlock(hash: number[], view: DataView, at: number): void {
  const words = schedule(view, at);
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash;
  for (const [round, word] of words.entries()) {
    const next = (rotate(a, 5) + mixed(round, b, c, d) + e + word) | 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  }
  for (const [index, value] of [a, b, c, d, e].entries())
    hash[index] = ((hash[index] ?? 0) + value) | 0;
}

function schedule(view: DataView, at: number): number[] {
  const words: number[] = [];
  for (let i = 0; i < 16; i++) words.push(view.getInt32(at + i * 4));
  const word = (index: number): number => words[index] ?? 0;
  for (let i = 16; i < 80; i++) {
    words.push(rotate(word(i - 3) ^ word(i - 8) ^ word(i - 14) ^ word(i - 16), 1));
  }
  return words;
}

function mixed(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    for (const shift of [18, 12, 6, 0]) text += LETTERS[(bits >> shift) & 63];
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  return text.slice(0, text.length - missing) + '='.repeat(missing);
}
