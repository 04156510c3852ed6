import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript, SHELLS } from '../../../src/cli/completion.js';
import { COMMANDS } from '../../../src/cli/registry.js';

/** What bash offers for a line, as if Tab was pressed at its end. */
function offered(line: string): string[] {
  const words = line.split(' ');
  const script = `${completionScript('bash', COMMANDS)}
compopt() { :; }
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length - 1}
_landform
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const result = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect(result.stderr).toBe('');
  return result.stdout.split('\n').filter((word) => word !== '');
}

describe('completion in bash', () => {
  it.each([
    ['landform pl', ['plan']],
    ['landform state r', ['rm', 'replace-provider']],
    ['landform providers ', ['schema']],
    ['landform plan --re', ['--replace=', '--refresh=false', '--refresh-only']],
    ['landform --no-color plan --det', ['--detailed-exitcode']],
    ['landform state mv --lock-', ['--lock-timeout=']],
    ['landform completion f', ['fish']],
  ])('%s', (line, expected) => {
    expect(offered(line).sort()).toEqual([...expected].sort());
  });
});

describe('a completion script', () => {
  it.each(SHELLS)('for %s names every command', (shell) => {
    const script = completionScript(shell, COMMANDS);
    for (const { name } of COMMANDS) for (const word of name.split(' ')) expect(script).toContain(word);
  });
});
