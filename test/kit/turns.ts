/** Histories of locks and semaphores: `0(a 0)a:1` acquires with number 1 at czxid 10, `0)a:1,55` at
 *  czxid 55, `0(a:write` in a role. */
import { spelled } from './notation.ts';

export const turns: ReturnType<typeof spelled> = spelled({
  key: 0,
  outputs: { acquire: argument => grant(...[argument].flat().map(Number)) },
});

function grant(sequence = 0, czxid = sequence * 10): unknown {
  return { sequence, czxid: `0x${czxid.toString(16)}`, wakeUps: 1 };
}
