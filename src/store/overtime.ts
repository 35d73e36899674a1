/** The most that a load lasts beyond the plan's time limit, in milliseconds, while a nemesis has no verified fault. */
export const OVERTIME_MS = 15_000;
