/** The track record, in the order of docs/track-record.md. */
import type { TrackRecordEntry } from './entry.ts';

/** Makes a server that commits alone and at once; its client pings seldom, since a ping would wake the
 * server. */
const QUORUM_OF_ONE = 'standaloneEnabled=false,forceSync=no,maxSessionTimeout=60000';

export const TRACK_RECORD: readonly TrackRecordEntry[] = [
  {
    name: 'ZOOKEEPER-4925-rolling-restart',
    promise: 'An acknowledged write is lost: a follower logs a DIFF that it has not applied.',
    workload: 'set',
    nemeses: ['rolling-restart', 'quiet'],
    options: { nodes: '3', timeLimit: '90', clients: 'roaming' },
    affected: '3.9.3',
    control: { server: '3.9.6' },
    anomalies: ['lost-write'],
  },
  {
    name: 'ZOOKEEPER-4925-kill',
    promise: 'An acknowledged write is lost: a follower logs a DIFF that it has not applied.',
    workload: 'set',
    nemeses: ['churn'],
    options: { nodes: '5', timeLimit: '240', nemesisInterval: '2', rate: '20' },
    affected: '3.9.3',
    control: { server: '3.9.6' },
    anomalies: ['lost-write'],
  },
  {
    name: 'ZOOKEEPER-4925-outages',
    promise: 'An acknowledged write is lost: a follower logs a DIFF that it has not applied.',
    workload: 'set',
    nemeses: [],
    schedule: 'ZOOKEEPER-4925.yaml',
    options: { nodes: '5', timeLimit: '30', rate: '20' },
    affected: '3.9.3',
    control: { server: '3.9.6' },
    anomalies: ['lost-write'],
  },
  {
    name: 'ZOOKEEPER-4643',
    promise:
      'An acknowledged write is lost: a follower writes the new epoch before what it was sent.',
    workload: 'set',
    nemeses: [],
    schedule: 'ZOOKEEPER-4643.yaml',
    options: { nodes: '3', timeLimit: '30', serverConfig: 'syncLimit=4' },
    affected: '3.8.0',
    control: { server: '3.9.6' },
    anomalies: ['lost-write'],
  },
  {
    name: 'ZOOKEEPER-4643-3.4.13',
    promise:
      'An acknowledged write is lost: a follower writes the new epoch before what it was sent.',
    workload: 'set',
    nemeses: [],
    schedule: 'ZOOKEEPER-4643-3.4.13.yaml',
    options: { nodes: '3', timeLimit: '40', serverConfig: 'syncLimit=4' },
    affected: '3.4.13',
    control: { server: '3.9.6' },
    anomalies: ['lost-write'],
  },
  ...['3.8.0', '3.9.3', '3.9.6'].map(
    (affected): TrackRecordEntry => ({
      name: `ZOOKEEPER-4837-${affected}`,
      promise: 'A write that was rolled back stays visible on one server.',
      workload: 'set',
      nemeses: [],
      schedule: 'ZOOKEEPER-4837.yaml',
      options: { nodes: '3', timeLimit: '30', serverConfig: 'syncLimit=4' },
      affected,
      anomalies: ['lost-write', 'phantom'],
    }),
  ),
  {
    name: 'ZOOKEEPER-1675',
    promise: 'A read after a sync is stale: a leader that has been paused answers both.',
    workload: 'register',
    nemeses: [],
    schedule: 'ZOOKEEPER-1675.yaml',
    options: {
      ...{ nodes: '3', timeLimit: '25', concurrency: '12', reads: 'sync' },
      serverConfig: 'syncLimit=4',
    },
    affected: '3.9.6',
    control: { server: '3.9.6', options: { reads: 'quorum' } },
    anomalies: ['nonlinearizable'],
  },
  {
    name: 'acl-revoked-late',
    promise:
      'A write that was sent after a setACL was acknowledged is checked against the previous ACL.',
    workload: 'api',
    nemeses: ['none'],
    options: { nodes: '3', timeLimit: '300' },
    affected: '3.9.6',
    anomalies: ['late-revocation', 'late-grant'],
  },
  {
    name: 'stale-local-read',
    promise:
      'Single system image is per session: a plain read may be older than an acknowledged write.',
    workload: 'register',
    nemeses: ['partition'],
    options: { nodes: '3', timeLimit: '60', reads: 'local' },
    affected: '3.9.6',
    control: { server: '3.9.6', options: { reads: 'quorum' } },
    anomalies: ['nonlinearizable'],
  },
  {
    name: 'two-lock-holders',
    promise:
      'A client whose session has expired believes that it holds the lock, while the next one does.',
    workload: 'lock',
    nemeses: ['client'],
    options: { nodes: '3', timeLimit: '60', fencing: 'claimed' },
    affected: '3.9.6',
    control: { server: '3.9.6', options: { fencing: 'none' } },
    anomalies: ['stale-belief'],
  },
  {
    name: 'ZOOKEEPER-2623',
    promise:
      'A check outside a multi is logged, and no server can read it back: the database is corrupt.',
    workload: 'odd-requests',
    nemeses: ['none'],
    options: { nodes: '3', timeLimit: '20' },
    affected: '3.8.0',
    control: { server: '3.9.6' },
    anomalies: ['unanswered'],
  },
  {
    name: 'ZOOKEEPER-4306',
    promise:
      'The transaction that closes a session with too many ephemerals is longer than a server can read.',
    workload: 'many-ephemerals',
    nemeses: ['none'],
    options: { nodes: '3', timeLimit: '20' },
    affected: '3.9.6',
    control: { server: '3.9.6', options: { serverConfig: 'closeSessionTxn.enabled=false' } },
    anomalies: ['unanswered', 'ghost-ephemeral'],
  },
  {
    name: 'ZOOKEEPER-4466',
    promise:
      'A one-shot watch replaces the persistent or recursive watch of its session on the same path.',
    workload: 'watch-modes',
    nemeses: ['none'],
    options: { nodes: '3', timeLimit: '20' },
    affected: '3.8.0',
    control: { server: '3.9.6' },
    anomalies: ['missed-event'],
  },
  {
    name: 'ZOOKEEPER-4537',
    promise:
      'The write of a lone client hangs: a commit that arrives as the commit thread falls asleep does not wake it.',
    workload: 'register',
    nemeses: ['none'],
    options: {
      ...{ nodes: '1', concurrency: '1', rate: '0', timeLimit: '90', checker: 'answered' },
      ...{ sessionTimeout: '30', serverConfig: QUORUM_OF_ONE },
    },
    affected: '3.8.0',
    control: { server: '3.9.6' },
    anomalies: ['unanswered'],
  },
  {
    name: 'paused-follower-shows-ephemeral',
    promise:
      'An ephemeral is gone once its deletion is acknowledged: a follower that was paused may still show it.',
    workload: 'membership',
    nemeses: ['pause:one'],
    options: { nodes: '3', timeLimit: '60', nemesisInterval: '1', reads: 'local' },
    affected: '3.9.6',
    control: { server: '3.9.6', options: { reads: 'quorum' } },
    anomalies: ['ghost-ephemeral'],
  },
];
