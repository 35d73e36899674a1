/** What a ZooKeeper error means for the one who asked.
 * `definite`: a server that answers with it has not done the operation and will not do it. In doubt, it is not.
 * Sources: KeeperException.Code (3.9) where nothing else is said; zookeeper.h is the C client's. */

interface ErrorCode {
  readonly code: number;
  /** The error's name in ZooKeeper: `BADVERSION`. */
  readonly name: string;
  readonly definite: boolean;
  readonly doc: string;
  readonly source: string;
}

const KEEPER = 'KeeperException.Code';
const definite = (code: number, name: string, doc: string, source = KEEPER): ErrorCode => ({
  code,
  name,
  definite: true,
  doc,
  source,
});
const doubtful = (code: number, name: string, doc: string, source = KEEPER): ErrorCode => ({
  ...definite(code, name, doc, source),
  definite: false,
});

export const errorCodes: readonly ErrorCode[] = [
  definite(0, 'OK', 'a part of a refused multi that had nothing wrong itself; it was undone'),
  doubtful(-1, 'SYSTEMERROR', 'the server failed in a way it has no name for'),
  doubtful(
    -2,
    'RUNTIMEINCONSISTENCY',
    'a part of a refused multi that was not tried; or the server broke the protocol: this client says it, as the C client does',
  ),
  doubtful(-3, 'DATAINCONSISTENCY', 'the server found its data inconsistent'),
  doubtful(-4, 'CONNECTIONLOSS', 'the connection broke before the answer; this client says it'),
  doubtful(-5, 'MARSHALLINGERROR', 'the server threw, before or after it committed'),
  definite(-6, 'UNIMPLEMENTED', 'the server does not know the request, and hangs up'),
  doubtful(-7, 'OPERATIONTIMEOUT', 'no answer within the deadline; this client says it'),
  definite(-8, 'BADARGUMENTS', 'the request makes no sense: a bad path, an unknown sub-request'),
  doubtful(-12, 'UNKNOWNSESSION', 'the server does not know the session; meant for servers only'),
  definite(-13, 'NEWCONFIGNOQUORUM', 'no quorum of the new configuration is up to date'),
  definite(-14, 'RECONFIGINPROGRESS', 'another reconfiguration is under way'),
  doubtful(-100, 'APIERROR', 'the upper end of a range of codes; never sent'),
  definite(-101, 'NONODE', 'the znode, or the parent to create it under, does not exist'),
  definite(-102, 'NOAUTH', 'the ACL does not allow it'),
  definite(-103, 'BADVERSION', 'the znode has another version'),
  definite(-108, 'NOCHILDRENFOREPHEMERALS', 'an ephemeral znode cannot have children'),
  definite(-110, 'NODEEXISTS', 'the znode exists'),
  definite(-111, 'NOTEMPTY', 'the znode has children'),
  doubtful(
    -112,
    'SESSIONEXPIRED',
    'the session is over; the request may have been applied before its end was noticed',
  ),
  doubtful(
    -113,
    'INVALIDCALLBACK',
    'a callback cannot be used so; clients say it, no server should',
  ),
  definite(-114, 'INVALIDACL', 'the ACL is empty or names an unknown scheme'),
  definite(-115, 'AUTHFAILED', 'the credentials were refused; the server hangs up'),
  doubtful(-116, 'CLOSING', 'the session is being closed; this client says it', 'zookeeper.h'),
  doubtful(
    -118,
    'SESSIONMOVED',
    'the session is at another server, where the request may be processed all the same',
  ),
  definite(-119, 'NOTREADONLY', 'a write was sent to a server that has no quorum'),
  definite(-120, 'EPHEMERALONLOCALSESSION', 'a local session cannot own an ephemeral znode'),
  definite(-121, 'NOWATCHER', 'there is no such watch'),
  doubtful(-122, 'REQUESTTIMEOUT', 'no answer in time; the Java client says it, no server should'),
  definite(-123, 'RECONFIGDISABLED', 'the server was started without reconfigEnabled'),
  definite(
    -124,
    'SESSIONCLOSEDREQUIRESASLAUTH',
    'checked before the request is taken: the server demands authentication, and closes the session',
  ),
  definite(-125, 'QUOTAEXCEEDED', 'checked before the transaction is proposed'),
  definite(-127, 'THROTTLEDOP', 'dropped before it was executed: the server is overloaded'),
];

const byCode: ReadonlyMap<number, ErrorCode> = new Map(errorCodes.map(row => [row.code, row]));

/** Why an operation has no result. */
export interface ZkError {
  readonly code: number;
  readonly name: string;
  readonly definite: boolean;
  readonly message: string;
}

/** The error of a code, with what is known beyond it. An unknown code is not definite. */
export function zkError(code: number, detail?: string): ZkError {
  const row = byCode.get(code);
  const doc = row?.doc ?? 'a code that is not in our table';
  return {
    code,
    name: row?.name ?? `UNKNOWN${code}`,
    definite: row?.definite ?? false,
    message: detail ?? doc,
  };
}
