/** What a nemesis says of its own act. */

/** The completion of an act, as far as it says whether the act took effect. */
interface Completion {
  readonly type: string;
  readonly value: unknown;
  readonly error?: unknown;
}

/** Whether an act of a nemesis completed and was seen to take effect; one that threw reports nothing. */
export function tookEffect({ type, value, error }: Completion): boolean {
  if (type === 'invoke' || error !== undefined) return false;
  return (
    typeof value === 'object' && value !== null && 'verified' in value && value.verified === true
  );
}
