import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DISGUISES } from '../../support/disguises.js';
import { library } from '../../support/library.js';
import type { Folder } from '../../support/run-landform.js';
import { EchoService } from './echo-service.js';
import { Planting } from './planting.js';
import { REFUSALS } from './refusals.js';

const NAMES = Object.keys(DISGUISES);
const planting = new Planting(31_000);

/** Where a request carries what lets it in; the service repeats it from there. */
const CREDENTIALS = ['header', 'query', 'basic', 'user'] as const;

/** The commands that meet refusals: what is written, and the requests that are refused meanwhile. */
const COMMANDS = [
  ['plan', 'made', 'GET'],
  ['drift --json', 'made', 'GET'],
  ['apply --auto-approve', 'changed', 'PATCH'],
  ['apply --auto-approve --json', 'changed', 'PATCH'],
  ['destroy --auto-approve', 'changed', 'DELETE'],
  ['destroy --auto-approve --json', 'changed', 'DELETE'],
] as const;

/** A change adds this to the length of a shelf, which says by its remainder which refusal the shelf meets. */
const CHANGE = 100;

describe.each(CREDENTIALS)('bad responses to requests with credentials in %s expose no secret', (where) => {
  /** One run meets all of these, each for shelves of its own. */
  const refusals = Object.entries(REFUSALS).filter(
    (_, index) => index % CREDENTIALS.length === CREDENTIALS.indexOf(where),
  );
  /** By refusal: the commands that met it. */
  const met = new Map(refusals.map(([name]) => [name, new Set<string>()]));
  let service: EchoService;
  let folder: Folder;
  let env: Record<string, string>;

  const shelves = (change: number): object => ({
    terraform: { required_providers: { acme: { source: 'acme/acme' } } },
    variable: { alarms: { type: 'list(string)', sensitive: true } },
    resource: {
      acme_shelf: Object.fromEntries(
        refusals.flatMap((_, refusal) =>
          NAMES.map((name, index) => [
            `shelf_${refusal}_${index}`,
            { name, metres: refusal + 1 + change, alarm_token: `\${var.alarms[${index}]}` },
          ]),
        ),
      ),
    },
    data: { acme_shelves: { all: { count: refusals.length } } },
  });

  /** Refuses requests of a method, each in the way of its shelf; a failure is asked about again, and refused then. */
  function refuse(command: string, method: string): void {
    const failed = new Set<string | undefined>();
    let lists = 0;
    service.behaviour = ({ id, ...asked }, echo) => {
      if (asked.method !== method) return undefined;
      const metres = id === undefined ? ++lists : Number(service.fieldOf(id, 'metres'));
      const [name, refusal] = refusals[((metres - 1) % CHANGE) % refusals.length]!;
      met.get(name)!.add(command);
      const said = echo([...asked.credentials, ...asked.contents]);
      const answer = refusal(said);
      const isFailure = answer === 'reset' || answer.status >= 500;
      if (!isFailure || !failed.has(id)) {
        failed.add(id);
        return answer;
      }
      return { status: 400, body: { message: said } };
    };
  }

  beforeAll(async () => {
    service = await EchoService.start();
    folder = await library(where === 'user' ? 'header' : where);
    const address = where === 'user' ? service.url.replace('//', `//me:${planting.secret()}@`) : service.url;
    env = {
      ACME_ENDPOINT: address,
      ACME_TOKEN: planting.secret(),
      TF_VAR_alarms: JSON.stringify(NAMES.map(() => planting.secret())),
    };
    const run = (line: string): Promise<unknown> =>
      planting.run(folder, `${line} --parallelism 200`, undefined, { env });
    await folder.write('main.tf.json', shelves(0));
    // An address with a password in it may be refused as a whole.
    await run('apply --auto-approve');
    for (const [command, written, method] of COMMANDS) {
      await folder.write('main.tf.json', shelves(written === 'made' ? 0 : CHANGE));
      refuse(command, method);
      await run(command);
    }
    service.behaviour = () => undefined;
    await folder.write('main.tf.json', shelves(0));
    await run('apply --auto-approve');
    await planting.run(folder, 'show', undefined, { env });
  }, 240_000);
  afterAll(async () => {
    await service.close();
    await folder.remove();
  });

  it.each(refusals)('%s', (name, refusal) => {
    const answer = refusal('');
    const isSuccess = answer !== 'reset' && answer.status < 300;
    // Nothing is left to destroy once a DELETE has succeeded.
    const commands = isSuccess ? COMMANDS.slice(0, -1) : COMMANDS;
    const expected = where === 'user' ? [] : commands.map(([command]) => command);
    expect([...met.get(name)!]).toEqual(expect.arrayContaining(expected));
    expect(planting.leaks).toEqual([]);
  });

  it('the service received the planted secrets', () => {
    expect(service.received.size).toBeGreaterThanOrEqual(where === 'user' ? 0 : NAMES.length + 1);
  });
});
