import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readdirSync, readFileSync } from 'node:fs';

const PROVIDER = new URL('provider.mjs', import.meta.url).href;
const FAILING = new URL('failing.mjs', import.meta.url).href;

/**
 * Makes executables of the provider for tests, one for each protocol: `plug5` and `plug6` of example.com/test. Those that
 * are `failing` fail as failing.mjs says. Returns the environment in which Terraform and Landform use them.
 */
export async function plugins(
  folder: string,
  failing: readonly string[] = [],
): Promise<{ readonly TF_CLI_CONFIG_FILE: string }> {
  const overrides = path.join(folder, 'overrides');
  await mkdir(overrides, { recursive: true });
  const names = ['plug5', 'plug6'];
  for (const [index, name] of names.entries()) {
    const [file, start] = failing.includes(name) ? [FAILING, 'runFailing'] : [PROVIDER, 'run'];
    const run = `import(${JSON.stringify(file)}).then((provider) => provider.${start}(${5 + index}, '${name}'));`;
    await executable(path.join(overrides, `terraform-provider-${name}`), `#!${process.execPath}\n${run}\n`);
  }
  const entries = names.map((name) => `    "example.com/test/${name}" = ${JSON.stringify(overrides)}\n`);
  const configuration = path.join(folder, 'cli.tfrc');
  await writeFile(
    configuration,
    `provider_installation {\n  dev_overrides {\n${entries.join('')}  }\n  direct {}\n}\n`,
  );
  return { TF_CLI_CONFIG_FILE: configuration };
}

export async function executable(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  await chmod(file, 0o755);
}

/** Processes whose command names the folder; Linux only. */
export const processesIn = (folder: string): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(folder) ? [command] : [];
      } catch {
        return [];
      }
    });
