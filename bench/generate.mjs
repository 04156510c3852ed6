// Folders of `*.tf.json` for measuring: `terraform_data` resources in chains of ten, each link taking the output of the one before.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes `main.tf.json` with `count` resources into `directory`.
 * @param {string} directory
 * @param {number} count
 * @param {{ generation?: number }} [options] another generation is an update of every chain's head
 */
export function generateChains(directory, count, { generation = 0 } = {}) {
  /** @type {Record<string, unknown>} */
  const resources = {};
  for (let index = 0; index < count; index += 1) {
    const chain = Math.floor(index / 10);
    const link = index % 10;
    resources[`link_${chain}_${link}`] =
      link === 0
        ? { input: `chain ${chain}, generation ${generation}` }
        : { input: `\${terraform_data.link_${chain}_${link - 1}.output}` };
  }
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    path.join(directory, 'main.tf.json'),
    `${JSON.stringify({ resource: { terraform_data: resources } }, undefined, 1)}\n`,
  );
}

if (process.argv[1] !== undefined && import.meta.url.endsWith(path.basename(process.argv[1]))) {
  const [directory, count] = process.argv.slice(2);
  if (directory === undefined || count === undefined) {
    console.error('usage: node bench/generate.mjs DIRECTORY COUNT');
    process.exit(1);
  }
  generateChains(directory, Number(count));
}
