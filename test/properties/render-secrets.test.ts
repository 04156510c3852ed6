import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  errorDiagnostic,
  ListValue,
  MapValue,
  objectValue,
  SecretTexts,
  sensitive,
  setValue,
  Unknown,
  type Action,
  type Value,
} from '../../src/model/index.js';
import {
  diagnosticsPage,
  formatTerminal,
  literal,
  Messages,
  outputsPage,
  planPage,
  planSecrets,
} from '../../src/render/index.js';
import { aChange, aPlan } from '../support/plans.js';

/** No other text of the test has this in it. */
const PLANT = 'pl4nted';

const secretText = fc.string({ maxLength: 12, unit: 'grapheme' }).map((text) => `${PLANT}${text}`);
const secretLines = fc.array(secretText, { minLength: 2, maxLength: 12 }).map((lines) => lines.join('\n'));
const secretDocument = secretText.map((text) =>
  JSON.stringify({ Statement: [{ Sid: 'A', value: text, padding: 'x'.repeat(80) }] }),
);

const plainText = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'one\ntwo\nthree'),
  fc.string({ maxLength: 8 }).map((text) => `-${text}`),
);

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value; leaf: Value; secret: Value }>((tie) => ({
  secret: fc
    .oneof(
      secretText,
      secretLines,
      secretDocument,
      secretText.map((text) => objectValue({ inside: text })),
    )
    .map((plain) => sensitive(plain)),
  leaf: fc.oneof(plainText, fc.integer(), fc.boolean(), fc.constant(null), fc.constant(new Unknown('string'))),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    tie('secret'),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => items as Value),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => new ListValue('dynamic', items)),
    fc.array(plainText, { maxLength: 4 }).map((items) => setValue('string', items)),
    fc
      .dictionary(fc.constantFrom('a', 'b', 'c', 'policy'), tie('value'), { maxKeys: 4 })
      .map((entries) => objectValue(entries)),
    fc
      .dictionary(fc.constantFrom('a', 'b', 'key c'), tie('value'), { maxKeys: 4 })
      .map((entries) => new MapValue('dynamic', objectValue(entries))),
  ),
})).value;

const attributes = fc
  .dictionary(fc.constantFrom('id', 'name', 'tags', 'policy'), value, { maxKeys: 4 })
  .map((entries) => objectValue(entries));

const change = fc
  .tuple(
    fc.constantFrom<Action>('create', 'update', 'delete', 'delete-create', 'create-delete', 'read', 'forget'),
    attributes,
    attributes,
    fc.nat(5),
  )
  .map(([action, before, after, index]) =>
    aChange(`terraform_data.a[${index}]`, action, {
      before: action === 'create' || action === 'read' ? null : before,
      after: action === 'delete' ? null : after,
      replacePaths: [['name'], ['tags', 'a']],
    }),
  );

const plan = fc
  .record({
    changes: fc.array(change, { maxLength: 4 }),
    drift: fc.array(change, { maxLength: 2 }),
    config: attributes,
    asked: fc.boolean(),
    before: value,
    after: value,
  })
  .map(({ changes, drift, config, asked, before, after }) =>
    aPlan(changes, {
      drift,
      invocations: [
        {
          action: { module: '', type: 't', name: 'a' },
          key: undefined,
          provider: { source: 'x/y/z' },
          config,
          trigger: asked
            ? { kind: 'invoke' }
            : { kind: 'lifecycle', resource: changes[0]?.address ?? 'a.b', event: 'after_create', block: 0, index: 0 },
        },
      ],
      outputs: [
        { name: 'o', action: 'update', before, after, sensitive: false },
        { name: 's', action: 'update', before: `${PLANT} before`, after: `${PLANT} after`, sensitive: true },
      ],
    }),
  );

const messages = (): Messages => new Messages({ timestamp: () => 'T', version: '0', terraformVersion: '1' });

describe('rendering shows no secret', () => {
  it('in a plan, in any mode, with or without colours', () => {
    fc.assert(
      fc.property(
        plan,
        fc.constantFrom('normal', 'destroy', 'refresh-only', 'invoke'),
        fc.boolean(),
        (planned, mode, color) => {
          expect(formatTerminal(planPage({ ...planned, mode }), { color })).not.toContain(PLANT);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('in the messages of a plan', () => {
    fc.assert(
      fc.property(plan, (planned) => {
        expect(
          messages()
            .plan([{ name: '', plan: planned }])
            .join('\n'),
        ).not.toContain(PLANT);
      }),
    );
  });

  it('in outputs, as text or as messages', () => {
    fc.assert(
      fc.property(value, (secret) => {
        const outputs = { o: { value: secret, type: 'dynamic' as const, sensitive: true } };
        expect(formatTerminal(outputsPage([{ name: '', outputs }], 'Outputs'), { color: false })).not.toContain(PLANT);
        expect(messages().outputs(outputs)).not.toContain(PLANT);
      }),
    );
  });

  it('in a literal', () => {
    fc.assert(
      fc.property(value, (part) => {
        expect(literal(part)).not.toContain(PLANT);
      }),
    );
  });

  it('in an error that quotes it', () => {
    const planned = aPlan([
      aChange('terraform_data.a', 'create', { after: objectValue({ token: sensitive(`${PLANT}-token`) }) }),
    ]);
    const said = new SecretTexts(planSecrets(planned)).clean(`the server refused "${PLANT}-token"`);
    expect(formatTerminal(diagnosticsPage([errorDiagnostic('x', said)]), { color: false })).toContain(
      'refused "(sensitive value)"',
    );
  });
});
