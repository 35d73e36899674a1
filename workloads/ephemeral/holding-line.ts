/** Connections that can be held, like those of a paused client: everything sent and received, a hang-up
 * included, is kept until released, in order. */
import type { ClientGate, Connection } from '../../src/contract.ts';

export interface HoldingLine {
  /** The gate to hand to the session. */
  readonly gate: ClientGate;
  hold(): void;
  release(): void;
}

/** Returns a line in front of `gate`, if given. */
export function holdingLine(gate?: ClientGate): HoldingLine {
  let held = false;
  const kept: (() => void)[] = [];
  const pass = (action: () => void): void => {
    if (held) kept.push(action);
    else action();
  };
  return {
    gate: {
      opened: session => gate?.opened(session),
      connect: async (dial, visit) =>
        through(await (gate === undefined ? dial() : gate.connect(dial, visit)), pass),
    },
    hold: () => {
      held = true;
    },
    release: () => {
      held = false;
      for (const action of kept.splice(0)) action();
    },
  };
}

function through(connection: Connection, pass: (action: () => void) => void): Connection {
  return {
    write: bytes => pass(() => connection.write(bytes)),
    onData: listener => connection.onData(bytes => pass(() => listener(bytes))),
    onClose: listener => connection.onClose(cause => pass(() => listener(cause))),
    close: () => pass(() => connection.close()),
  };
}
