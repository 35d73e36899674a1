import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fingerprint, knownKeys, trustIn, typeOf } from '../../../src/ensemble/ssh/known-hosts.ts';

/** A key's blob: its type with a length, then anything. */
function blob(type: string, rest: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type + rest)]);
}
const ONE = blob('ssh-ed25519', 'one');
const OTHER = blob('ssh-ed25519', 'other');
const line = (hosts: string, key = ONE): string =>
  `${hosts} ssh-ed25519 ${key.toString('base64')} a comment`;

function hashed(name: string): string {
  const salt = Buffer.from('salt');
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}

describe('a host', () => {
  test.each([
    ['by its name', 'h1', 22],
    ['among others', 'h0,h1,h2', 22],
    ['by a pattern', 'h?', 22],
    ['by a hash', hashed('h1'), 22],
    ['with its port', '[h1]:2222', 2222],
    ['with its port, by a hash', hashed('[h1]:2222'), 2222],
  ])('is found %s', (_, hosts, port) =>
    expect(knownKeys(`# comment\n\n${line(hosts)}\n`, 'h1', port)).toHaveLength(1),
  );

  test.each([
    ['another name', 'h2', 22],
    ['a pattern that is forbidden for it', 'h*,!h1', 22],
    ['another port', '[h1]:2222', 22],
    ['port 22', 'h1', 2222],
    ['the hash of another', hashed('h2'), 22],
    ['a dot that is no pattern', 'h.1', 22],
  ])('is not found under %s', (_, hosts, port) =>
    expect(knownKeys(line(hosts), 'h1', port)).toEqual([]),
  );

  test('is not known by an authority that signs its key', () =>
    expect(knownKeys(`@cert-authority ${line('h1')}`, 'h1', 22)).toEqual([]));
});

describe('a key that is offered', () => {
  const known = (text: string) => knownKeys(text, 'h1', 22);
  test.each([
    ['known', line('h1'), ONE],
    ['known', `${line('h1', OTHER)}\n${line('h1')}`, ONE],
    ['unknown', line('h2'), ONE],
    ['changed', line('h1'), OTHER],
    ['revoked', `${line('h1')}\n@revoked ${line('*')}`, ONE],
    ['unknown', `@revoked ${line('h1', OTHER)}`, ONE],
  ])('is %s', (trust, text, key) => expect(trustIn(known(text), key)).toBe(trust));

  test('says its type', () => expect(typeOf(ONE)).toBe('ssh-ed25519'));

  test('is printed as ssh-keygen prints it', () => {
    const base64 = 'AAAAC3NzaC1lZDI1NTE5AAAAIDZRNGP0OECgctZdGcYxj69QJSUn6w66qyi/HEpsrobk';
    const printed = 'SHA256:5GdGUp6MS7GfLJpPbyIyDe22b8yfBOVK1McO05IABpM';
    expect(fingerprint(Buffer.from(base64, 'base64'))).toBe(printed);
  });
});
