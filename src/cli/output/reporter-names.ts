/** What `--reporter` may say. */

/** Those that make one document when all is over: the first that is asked for on stdout, others as files. */
export const DOCUMENTS: readonly string[] = ['json', 'junit', 'markdown'];

/** The rest follow the runs: `github` and `html` write beside whatever else is asked for. */
export const REPORTER_NAMES: readonly string[] = ['list', ...DOCUMENTS, 'github', 'html'];

/** Whether it is the path of a module, not a name: it has a slash or ends like one. */
export function isModulePath(name: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(name);
}
