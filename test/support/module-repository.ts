import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A Git repository with modules, in a folder of its own. */
export class ModuleRepository {
  readonly path = mkdtempSync(path.join(tmpdir(), 'landform-repository-'));

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit(files, 'v1');
  }

  /** The source of a module in it. */
  source(after = ''): string {
    return `git::file://${this.path}${after}`;
  }

  /** Writes files and commits them. A tag that exists is moved. Returns the commit. */
  commit(files: Readonly<Record<string, string>>, tag?: string): string {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.path, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      if (name.endsWith('.sh')) chmodSync(file, 0o755);
    }
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message=change');
    if (tag !== undefined) this.git('tag', '--force', tag);
    return this.git('rev-parse', 'HEAD').trim();
  }

  link(name: string, target: string): void {
    symlinkSync(target, path.join(this.path, name));
  }

  git(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgSign=false'];
    return execFileSync('git', [...identity, ...args], {
      cwd: this.path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
