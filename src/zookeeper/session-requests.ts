/** Requests about the session and the ensemble, as values. */
import { nothing } from './codec.ts';
import type { ClientInfo } from './data-records.ts';
import { opcodes } from './opcodes.ts';
import { ask, mapped, type Request } from './request.ts';
import { authPacket, type ReconfigRequest, reconfigRequest } from './request-records.ts';
import type { Data } from './requests.ts';
import { getDataResponse, whoAmIResponse } from './response-records.ts';

export const auth = (scheme: string, credential: Uint8Array): Request<void> =>
  ask(opcodes.auth, [authPacket, { type: 0, scheme, auth: credential }], nothing);

/** Who the server takes this connection for. */
export const whoAmI = (): Request<readonly ClientInfo[]> =>
  mapped(ask(opcodes.whoAmI, [nothing, undefined], whoAmIResponse), ({ clientInfo }) => clientInfo);

export const reconfig = (change: ReconfigRequest): Request<Data> =>
  ask(opcodes.reconfig, [reconfigRequest, change], getDataResponse);

export const closeSession = (): Request<void> =>
  ask(opcodes.closeSession, [nothing, undefined], nothing);
