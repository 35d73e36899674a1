/** The error codes that the model decides. Source: KeeperException.Code. */
export const code = {
  ok: 0,
  runtimeInconsistency: -2,
  connectionLoss: -4,
  marshallingError: -5,
  unimplemented: -6,
  operationTimeout: -7,
  badArguments: -8,
  noNode: -101,
  noAuth: -102,
  badVersion: -103,
  noChildrenForEphemerals: -108,
  nodeExists: -110,
  notEmpty: -111,
  sessionExpired: -112,
  invalidAcl: -114,
  authFailed: -115,
  sessionMoved: -118,
  notReadOnly: -119,
  noWatcher: -121,
  reconfigDisabled: -123,
  quotaExceeded: -125,
  throttledOp: -127,
} as const;

const names: ReadonlyMap<number, string> = new Map([
  [0, 'OK'],
  [-1, 'SYSTEMERROR'],
  [-2, 'RUNTIMEINCONSISTENCY'],
  [-4, 'CONNECTIONLOSS'],
  [-5, 'MARSHALLINGERROR'],
  [-6, 'UNIMPLEMENTED'],
  [-7, 'OPERATIONTIMEOUT'],
  [-8, 'BADARGUMENTS'],
  [-13, 'NEWCONFIGNOQUORUM'],
  [-14, 'RECONFIGINPROGRESS'],
  [-101, 'NONODE'],
  [-102, 'NOAUTH'],
  [-103, 'BADVERSION'],
  [-108, 'NOCHILDRENFOREPHEMERALS'],
  [-110, 'NODEEXISTS'],
  [-111, 'NOTEMPTY'],
  [-112, 'SESSIONEXPIRED'],
  [-114, 'INVALIDACL'],
  [-115, 'AUTHFAILED'],
  [-118, 'SESSIONMOVED'],
  [-119, 'NOTREADONLY'],
  [-120, 'EPHEMERALONLOCALSESSION'],
  [-121, 'NOWATCHER'],
  [-123, 'RECONFIGDISABLED'],
  [-124, 'SESSIONCLOSEDREQUIRESASLAUTH'],
  [-125, 'QUOTAEXCEEDED'],
  [-127, 'THROTTLEDOP'],
]);

/** Returns the name of an error code, as ZooKeeper spells it. */
export function codeName(err: number): string {
  return names.get(err) ?? `code ${err}`;
}

/** Errors with which a server leaves a write undecided, or that a client makes up for a lost reply. */
const doubtful: ReadonlySet<number> = new Set([-1, -2, -3, -4, -5, -7, -112, -118]);

/** Tests whether a write that was answered with this error may have taken effect. */
export function isDoubtful(err: number): boolean {
  return doubtful.has(err);
}

/** Errors that depend on the server's load, role or configuration, which the model does not know. */
const environmental: ReadonlySet<number> = new Set([
  -1, -3, -4, -5, -6, -7, -13, -14, -112, -115, -118, -119, -120, -123, -124, -127,
]);

/** Tests whether the model cannot predict this error. */
export function isEnvironmental(err: number): boolean {
  return environmental.has(err);
}
