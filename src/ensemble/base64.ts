/** Text as one word of a request to an agent. */
export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
