import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Folder } from '../../support/run-landform.js';

const MAIN = fileURLToPath(new URL('../../../dist/cli/main.cjs', import.meta.url));

/** A sandbox that runs as a process of its own. */
export interface Served {
  readonly environment: Readonly<Record<string, string>>;
  /** Identities of what it holds. */
  held(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export async function serve(folder: Folder, line: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [MAIN, ...line, '--json'], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = await new Promise<string>((resolve, reject) => {
    let [text, trouble] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (/^\}\s*$/m.test(text)) resolve(text);
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => (trouble += part));
    child.once('exit', () => reject(new Error(`${path.basename(line.join(' '))}: ${text}${trouble}`)));
  });
  const { url, environment } = JSON.parse(said) as { url: string; environment: Record<string, string> };
  return {
    environment,
    async held() {
      const state = (await (await fetch(`${url}/_sandbox/state`)).json()) as Record<
        string,
        Record<string, readonly { identity: string; change?: unknown }[]>
      >;
      return Object.values(state)
        .flatMap((collections) => Object.values(collections).flat())
        .filter(({ change }) => change === undefined)
        .map(({ identity }) => identity);
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGINT');
      await once(child, 'exit');
    },
  };
}
