import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DEMO = path.join(ROOT, 'scripts/demo.mjs');

/** As the script itself names them. */
const names = (
  /there is: (.*)\./.exec(spawnSync(process.execPath, [DEMO, '-'], { encoding: 'utf8' }).stderr)?.[1] ?? ''
).split(', ');

function demo(name: string): Promise<{ readonly code: number | null; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [DEMO, name], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}

describe('npm run demo', () => {
  it('has one example of each kind', () => {
    const examples = readdirSync(path.join(ROOT, 'examples'));
    expect(names.filter((name) => !examples.includes(name))).toEqual(['review']);
    expect(names).toEqual(expect.arrayContaining(['cloud-accounts', 'asm']));
  });

  it.each(names)('-- %s runs from start to finish and leaves nothing behind', { timeout: 180_000 }, async (name) => {
    const { code, text } = await demo(name);
    expect(code, text).toBe(0);
    expect(text).toContain('No changes. Your infrastructure matches the configuration.');
    expect(text).toContain('That was the whole way.');
    expect(existsSync(path.join(ROOT, '.demo'))).toBe(false);
  });
});
