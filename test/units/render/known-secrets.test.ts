import { expect, it } from 'vitest';
import { show } from '../../../src/engine/diff/show.js';
import { describe as described } from '../../../src/engine/validate/wording.js';
import { errorDiagnostic, expectedWords } from '../../../src/model/index.js';
import { Redactor } from '../../../src/providers/rest/exchange/redact.js';
import { KnownSecrets } from '../../../src/render/index.js';

const SECRET = 'Kq7/wZ"11 fjord-lamp';

/** A text with six characters of the secret before the cut. */
const straddling = (longest: number): string => `${'- '.repeat(longest).slice(0, longest - 6)}${SECRET} and more`;

it.each([
  ['a value that a provider planned', show(straddling(79))],
  ['a value in a list', show([straddling(78), 'b'])],
  ['a value that the configuration gives', described(straddling(60), false)],
  ['a word in a document', expectedWords(['a', 'b'], straddling(40))],
  ['a message of a service', new Redactor([], 100).text(straddling(100))],
])('%s is masked before it is cut', (_, text) => {
  const secrets = new KnownSecrets();
  secrets.learn(() => [SECRET]);
  const { summary } = secrets.diagnostic(errorDiagnostic('a', text));
  expect(summary).toContain('(sensi…');
  expect(summary).not.toContain('Kq7');
});
