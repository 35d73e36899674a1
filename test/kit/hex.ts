/** Bytes as a test writes them: hexadecimal, with spaces between fields. */
export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
