/** Formats workflow commands of GitHub Actions: groups and annotations.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions */

export function onGitHub(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment.GITHUB_ACTIONS === 'true';
}

export function startGroup(title: string): string {
  return `::group::${escapeData(title)}\n`;
}

export function endGroup(): string {
  return '::endgroup::\n';
}

export function annotation(level: 'error' | 'warning', title: string, message: string): string {
  return `::${level} title=${escapeProperty(title)}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
