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

const refusals = Object.entries(REFUSALS);

describe.each(CREDENTIALS)('bad responses to requests with credentials in %s expose no secret', (where) => {
  let service: EchoService;
  let folder: Folder;
  let env: Record<string, string>;

  const shelves = (metres: number): object => ({
    terraform: { required_providers: { acme: { source: 'acme/acme' } } },
    variable: { alarms: { type: 'list(string)', sensitive: true } },
    resource: {
      acme_shelf: Object.fromEntries(
        NAMES.map((name, index) => [`shelf_${index}`, { name, metres, alarm_token: `\${var.alarms[${index}]}` }]),
      ),
    },
    data: { acme_shelves: { all: {} } },
  });

  /** Answers requests of a method in this way; a failure is asked about again, and refused then. */
  function refuse(method: string, refusal: (said: string) => ReturnType<(typeof REFUSALS)[string]>): void {
    const failed = new Set<string | undefined>();
    service.behaviour = (asked, echo) => {
      if (asked.method !== method) return undefined;
      const said = echo([...asked.credentials, ...asked.contents]);
      const answer = refusal(said);
      const isFailure = answer === 'reset' || answer.status >= 500;
      if (!isFailure || !failed.has(asked.id)) {
        failed.add(asked.id);
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
    await folder.write('main.tf.json', shelves(1));
    // An address with a password in it may be refused as a whole.
    await planting.run(folder, 'apply --auto-approve --parallelism 30', undefined, { env });
  }, 240_000);
  afterAll(async () => {
    await service.close();
    await folder.remove();
  });

  it.each(refusals.filter((_, index) => index % CREDENTIALS.length === CREDENTIALS.indexOf(where)))(
    '%s',
    { timeout: 240_000 },
    async (_, refusal) => {
      await folder.write('main.tf.json', shelves(1));
      refuse('GET', refusal);
      await planting.run(folder, 'plan --parallelism 30', undefined, { env });
      await planting.run(folder, 'drift --json --parallelism 30', undefined, { env });
      await folder.write('main.tf.json', shelves(2));
      refuse('PATCH', refusal);
      await planting.run(folder, 'apply --auto-approve --parallelism 30', undefined, { env });
      await planting.run(folder, 'apply --auto-approve --parallelism 30 --json', undefined, { env });
      refuse('DELETE', refusal);
      await planting.run(folder, 'destroy --auto-approve --parallelism 30', undefined, { env });
      await planting.run(folder, 'destroy --auto-approve --parallelism 30 --json', undefined, { env });
      service.behaviour = () => undefined;
      await folder.write('main.tf.json', shelves(1));
      await planting.run(folder, 'apply --auto-approve --parallelism 30', undefined, { env });
      await planting.run(folder, 'show', undefined, { env });
      expect(planting.leaks).toEqual([]);
    },
  );

  it('the service received the planted secrets', () => {
    expect(service.received.size).toBeGreaterThanOrEqual(where === 'user' ? 0 : NAMES.length + 1);
  });
});
