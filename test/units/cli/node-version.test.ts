import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { nodeProblem, OLDEST_NODE } from '../../../src/cli/node-version.js';
import { MAIN } from '../../support/run-landform.js';

describe('the version of Node.js', () => {
  it.each(['18.20.8', '20.18.3', '20.9.0', '9.0.0'])('%s is too old', (version) => {
    expect(nodeProblem(version)).toMatch(`Error: Landform needs Node.js ${OLDEST_NODE} or later; this is ${version}\n`);
  });

  it.each(['20.19.0', '20.20.2', '22.0.0', '100.0.0', '25.0.0-nightly20250101'])('%s is supported', (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  it('matches the requirement in package.json', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    expect(engines.node).toBe(`>=${OLDEST_NODE}`);
  });

  it('is checked before loading anything an old version cannot load', () => {
    const pretend = "data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '18.20.8' })";
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', pretend, MAIN, 'plan'], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(nodeProblem('18.20.8'));
  });
});
