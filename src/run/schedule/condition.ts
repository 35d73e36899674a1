/** Conditions of a schedule: what `when:` and `until:` wait for.
 *    condition  clause { "and" clause }
 *    clause     serving                                one node leads, and a majority of the nodes has a role
 *               leader changes                         another node leads than when the wait began
 *               NODE is ROLE                           ROLE: leader, follower, observer, down (it does not serve)
 *               NODE has COUNT acknowledged writes     clients saw that many new transactions in its replies
 *               FILE changes on NODE                   FILE: currentEpoch, acceptedEpoch
 *               log says "TEXT" on NODE                a new line of the server's log contains the text
 *    NODE       n1, n2, ...; leader; any node; every node
 *  What is counted or compared is so from the moment at which the wait began. */

export const FILES = ['currentEpoch', 'acceptedEpoch'] as const;
export type NodeFile = (typeof FILES)[number];

const ROLES = ['leader', 'follower', 'observer', 'down'] as const;
type ConditionRole = (typeof ROLES)[number];

export type Clause =
  | { readonly kind: 'serving' | 'leader-changes' }
  | { readonly kind: 'role'; readonly node: string; readonly role: ConditionRole }
  | { readonly kind: 'acknowledged'; readonly node: string; readonly count: number }
  | { readonly kind: 'file'; readonly node: string; readonly file: NodeFile }
  | { readonly kind: 'log'; readonly node: string; readonly text: string };

/** All clauses hold. */
export type Condition = readonly Clause[];

/** Why a text is no condition; completes "expected ..., found ...". */
export interface ConditionRefusal {
  readonly expected: string;
  readonly found: string;
  /** Clauses that may have been meant. */
  readonly allowed: readonly string[];
}

/** Text that is longer is refused. */
const MOST_CHARACTERS = 400;
const NODE = '(?<node>n[1-9]\\d{0,2}|leader|any node|every node)';

type Groups = Readonly<Record<string, string | undefined>>;

interface Form {
  /** The text of the condition; NODE and COUNT stand for what varies. */
  readonly text: string;
  readonly pattern: RegExp;
  readonly clause: (groups: Groups) => Clause;
}

const form = (text: string, pattern: string, clause: Form['clause']): Form => ({
  text,
  pattern: new RegExp(`^${pattern}(?: and |$)`),
  clause,
});

const FORMS: readonly Form[] = [
  form('serving', 'serving', () => ({ kind: 'serving' })),
  form('leader changes', 'leader changes', () => ({ kind: 'leader-changes' })),
  ...ROLES.map(role =>
    form(`NODE is ${role}`, `${NODE} is ${role}`, ({ node = '' }) => ({
      kind: 'role',
      node,
      role,
    })),
  ),
  form(
    'NODE has COUNT acknowledged writes',
    `${NODE} has (?<count>\\d{1,9}) acknowledged writes?`,
    ({ node = '', count }) => ({ kind: 'acknowledged', node, count: Number(count) }),
  ),
  ...FILES.map(file =>
    form(`${file} changes on NODE`, `${file} changes on ${NODE}`, ({ node = '' }) => ({
      kind: 'file',
      node,
      file,
    })),
  ),
  form(
    'log says "TEXT" on NODE',
    `log says "(?<text>[^"]+)" on ${NODE}`,
    ({ node = '', text = '' }) => ({
      kind: 'log',
      node,
      text,
    }),
  ),
];

/** Returns the condition that the text says, or why it says none. */
export function parseCondition(text: string): Condition | ConditionRefusal {
  if (text.length > MOST_CHARACTERS)
    return {
      expected: `at most ${MOST_CHARACTERS} characters`,
      found: `${text.length}`,
      allowed: [],
    };
  const clauses: Clause[] = [];
  let rest = text.trim();
  do {
    const read = firstClause(rest);
    if (read === undefined) return refusal(rest);
    clauses.push(read.clause);
    rest = rest.slice(read.length);
  } while (rest !== '');
  return clauses;
}

export function isConditionRefusal(
  parsed: Condition | ConditionRefusal,
): parsed is ConditionRefusal {
  return 'expected' in parsed;
}

function firstClause(
  text: string,
): { readonly clause: Clause; readonly length: number } | undefined {
  for (const { pattern, clause } of FORMS) {
    const match = pattern.exec(text);
    if (match !== null) return { clause: clause(match.groups ?? {}), length: match[0].length };
  }
  return undefined;
}

/** The clauses that are allowed, about the node and with the count that the text has. */
function refusal(found: string): ConditionRefusal {
  const [node = 'n1'] = /\bn[1-9]\d{0,2}\b|\bany node\b|\bevery node\b/.exec(found) ?? [];
  const [count = '10'] = /\b\d{1,9}\b/.exec(found) ?? [];
  const [subject = node] = /^leader\b/.exec(found) ?? [];
  const allowed = FORMS.map(({ text }) => text.replace('NODE', subject).replace('COUNT', count));
  return { expected: `one of: ${FORMS.map(({ text }) => text).join('; ')}`, found, allowed };
}

/** The nodes that a condition names. */
export function nodesOf(condition: Condition): readonly string[] {
  return condition.flatMap(clause =>
    'node' in clause && /^n\d/.test(clause.node) ? [clause.node] : [],
  );
}
