/** The oldest Node.js that runs Landform; the same as `engines` of package.json. */
export const OLDEST_NODE = '20.19';

/** The message for a Node.js that is too old. It is plain text, since nothing else of Landform loads there. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return [
    `Error: Landform needs Node.js ${OLDEST_NODE} or later; this is ${version}`,
    '',
    'Install a newer Node.js (https://nodejs.org), or select one with your version manager.',
    '',
  ].join('\n');
}
