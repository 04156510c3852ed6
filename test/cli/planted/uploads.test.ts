import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DISGUISES } from '../../support/disguises.js';
import { library } from '../../support/library.js';
import type { Folder } from '../../support/run-landform.js';
import { EchoService } from './echo-service.js';
import { Planting } from './planting.js';
import { REFUSALS } from './refusals.js';

const NAMES = Object.keys(DISGUISES);
const planting = new Planting(38_000);

/** Shelves are sent as forms with a file in them, by a client that logs in as OAuth 2 has it. */
const description = (text: string): string =>
  text
    .replaceAll(/requestBody:\s*\{ required: true, content: \{ application\/json/g, (found) =>
      found.replace('application/json', 'multipart/form-data'),
    )
    .replace(
      '{ type: http, scheme: bearer }',
      "{ type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://library.example/oauth/token', scopes: {} } } }",
    )
    .replace(
      'alarmToken: { type: string }',
      'alarmToken: { type: string }\n        cover: { type: string, format: binary }',
    );

const mapping = (text: string): string =>
  text
    .replaceAll(/body: \{[^}]*json: \{[^}]*\}[^}]*\}/g, (body) => {
      const name = body.includes("'/name'") ? "name: 'name', " : '';
      return `body: { multipart: { ${name}metres: 'metres', alarmToken: 'alarm_token', cover: { file: 'cover' } } }`;
    })
    .replace(
      /\n +cover: \{[^}]*\},/,
      '\n    cover: { optional: true, local: true },\n    cover_hash: { computed: true },',
    )
    .replace(
      "parameters: { shelfId: 'id' },",
      "files: { cover: { hash: 'cover_hash' } },\n  parameters: { shelfId: 'id' },",
    )
    .replaceAll(/\n +cover: '\/cover',/g, '');

describe('bad responses expose no secret', () => {
  let service: EchoService;
  let folder: Folder;
  let env: Record<string, string>;
  /** How many logins and uploads were answered badly. */
  let [logins, uploads] = [0, 0];

  const shelves = (metres: number): object => ({
    terraform: { required_providers: { acme: { source: 'acme/acme' } } },
    variable: { alarms: { type: 'list(string)', sensitive: true } },
    resource: {
      acme_shelf: Object.fromEntries(
        NAMES.map((name, index) => [
          `shelf_${index}`,
          { name, metres, alarm_token: `\${var.alarms[${index}]}`, cover: `cover-${index}.txt` },
        ]),
      ),
    },
  });

  beforeAll(async () => {
    service = await EchoService.start();
    folder = await library('as described', { description, mapping });
    const alarms = NAMES.map(() => planting.secret());
    await Promise.all(alarms.map((secret, index) => folder.write(`cover-${index}.txt`, `pin: ${secret}\n`)));
    service.token = planting.secret();
    env = {
      ACME_ENDPOINT: service.url,
      ACME_TOKEN_URL: `${service.url}/oauth/token`,
      ACME_CLIENT_ID: 'landform',
      ACME_CLIENT_SECRET: planting.secret(),
      TF_VAR_alarms: JSON.stringify(alarms),
    };
    await folder.write('main.tf.json', shelves(1));
    await planting.run(folder, 'apply --auto-approve --parallelism 30', 0, { env });
  }, 240_000);
  afterAll(async () => {
    await service.close();
    await folder.remove();
  });

  /** Answers requests of a kind in this way; a failure is asked about again, and refused then. */
  function refuse(isMeant: (isLogin: boolean, method: string) => boolean, refusal: (typeof REFUSALS)[string]): void {
    const failed = new Set<string | undefined>();
    service.behaviour = (asked, echo) => {
      const isLogin = asked.body['grant_type'] !== undefined;
      if (!isMeant(isLogin, asked.method)) return undefined;
      if (isLogin) logins += 1;
      else uploads += 1;
      const said = echo([...asked.credentials, ...asked.contents, service.token]);
      const answer = refusal(said);
      const key = isLogin ? 'login' : asked.id;
      const isFailure = answer === 'reset' || answer.status >= 500;
      if (!isFailure || !failed.has(key)) {
        failed.add(key);
        return answer;
      }
      return { status: 400, body: { message: said } };
    };
  }

  it.each(Object.entries(REFUSALS).map(([what, refusal], index) => [what, refusal, index] as const))(
    'to logins and uploads: %s',
    { timeout: 240_000 },
    async (_, refusal, index) => {
      const format = index % 2 === 0 ? '' : ' --json';
      [logins, uploads] = [0, 0];
      await folder.write('main.tf.json', shelves(2 + index));
      refuse((isLogin) => isLogin, refusal);
      await planting.run(folder, `plan${format}`, undefined, { env });
      refuse((isLogin, method) => !isLogin && method === 'PATCH', refusal);
      await planting.run(folder, `apply --auto-approve --parallelism 30${format}`, undefined, { env });
      expect(planting.leaks).toEqual([]);
      expect(logins).toBeGreaterThan(0);
      expect(uploads).toBeGreaterThanOrEqual(NAMES.length);
    },
  );

  it('the service received the planted secrets in forms, files and the login, and issued some itself', () => {
    expect(service.received.size).toBe(NAMES.length + 2);
    expect(planting.says('refused: (sensitive value)')).toBe(true);
  });
});
