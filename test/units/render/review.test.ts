import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { objectValue, sensitive, type Plan, type Value } from '../../../src/model/index.js';
import {
  formatMarkdown,
  formatTerminal,
  GITHUB_LIMIT,
  htmlPieces,
  junitPieces,
  planPage,
  planReview,
  planSecrets,
  sarifJson,
} from '../../../src/render/index.js';
import { aChange, aPlan } from '../../support/plans.js';

const review = (plan: Plan, name = '') => planReview([{ name, plan }]);
const markdown = (plan: Plan, options = {}): string => formatMarkdown(review(plan), options);
const junit = (plan: Plan): string => [...junitPieces(review(plan))].join('');

/** The elements of an HTML text in their order, without their contents. */
const skeleton = (html: string): string => (html.match(/<\/?[a-z][^\s>]*/gi) ?? []).join('>');
const rendered = (text: string): string => marked.parse(text, { gfm: true, async: false });

/** The same changes around any name and value. */
const around = (name: string, value: Value): Plan =>
  aPlan(
    [
      aChange(`terraform_data.gone[${JSON.stringify(name)}]`, 'delete', {
        reason: 'delete_because_each_key',
        before: objectValue({ id: 'g-1', input: value }),
        origin: { constructPath: 'gone', location: 'main.ts:3:1' },
      }),
      aChange('terraform_data.new', 'create', { after: objectValue({ input: value, [name]: 'x' }) }),
      aChange('terraform_data.same', 'update', {
        before: objectValue({ input: value }),
        after: objectValue({ input: 'other' }),
        dependencies: ['terraform_data.new'],
      }),
    ],
    {
      drift: [
        aChange('terraform_data.same', 'update', { before: objectValue({ a: value }), after: objectValue({ a: 'b' }) }),
      ],
      checks: [
        {
          kind: 'check',
          address: 'check.health',
          status: 'fail',
          instances: [{ address: 'check.health', status: 'fail', problems: [name] }],
        },
      ],
      targets: [`terraform_data.gone[${JSON.stringify(name)}]`],
    },
  );

const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['the end of a fold', '</details></summary></code>'],
  ['pipes', 'a | b || c\\| d'],
  ['backticks', 'a `b` ```\n```\n````diff\n~~~'],
  ['a script', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['comments', '<!-- --> ]]> --!> <![CDATA[ <?x'],
  ['right-to-left marks', '\u202Eevil\u2066\u061Cdlrow'],
  ['emoji and halves of them', '🚀👩‍👩‍👧 \uD83D \uDE80 :rocket:'],
  ['links and mentions', '[x](javascript:alert(1)) ![y](http://e.x/y) @admin #1 http://a.b/c www.a.b a@b.cd'],
  ['lines', '\n\n# Title\n\n- list\n\n> quote\r\n\r\n| a |\n|---|\n'],
  ['emphasis and quotes', '*a* _b_ **c** ~~d~~ "e" \'f\' \\ &amp; &#60;'],
  ['controls', '\u0000\u0007\u001B[31m\u2028\uFFFE'],
  ['a megabyte', 'x'.repeat(1 << 20)],
];

/** What no format may contain. */
// oxlint-disable-next-line no-control-regex -- this is about control characters
const UNWRITTEN = /[\u0000-\u0008\u000B-\u001F\u202E\u2066\u061C\u2028]|\p{Surrogate}/u;

describe('Markdown', () => {
  const plain = skeleton(rendered(markdown(around('name', 'value'))));

  it.each(HOSTILE)('keeps %s inside its place', (_what, text) => {
    const long = markdown(around(text, text));
    const html = rendered(long);
    // Values of several lines have more rows in their block of code, which has no elements in it; only words as code differ.
    const shape = (found: string): string => found.replaceAll(/(?:<code><\/code>?)+|<\/?code>?/g, '');
    expect(shape(skeleton(html))).toBe(shape(plain));
    expect(html).not.toMatch(/<(?:script|img|a|em|strong> |del|h1|ul|blockquote><blockquote)/);
    expect(html.match(/<details>/g)).toHaveLength(html.match(/<\/details>/g)?.length ?? 0);
    expect(long.length).toBeLessThanOrEqual(GITHUB_LIMIT);
    expect(long).not.toMatch(UNWRITTEN);
  });

  it('says in a sentence that nothing changes', () => {
    expect(markdown(aPlan())).toBe('### No changes. Your infrastructure matches the configuration.\n');
  });

  it('lists what ends with its reason, then each change in a fold', () => {
    expect(markdown(around('k', 'v'))).toMatchInlineSnapshot(`
      "### Plan: 1 to add, 1 to change, 1 to destroy.

      > Only <code>terraform&#95;data.gone&#91;"k"&#93;</code> and their dependencies: everything else was excluded.

      |  | Rule | Where | Finding |
      |---|---|---|---|
      | ⚠️ warning | <code>check</code> | <code>check.health</code> | k |

      **⚠️ Existing objects end:**

      | Action | Object | Why |
      |---|---|---|
      | <code>-</code> destroy | <code>terraform&#95;data.gone&#91;"k"&#93;</code> | <code>for&#95;each</code> no longer includes <code>"k"</code> |

      <details><summary><code>-</code> <code>terraform&#95;data.gone&#91;"k"&#93;</code> <code>&#91;id=g-1&#93;</code> destroy: <code>for&#95;each</code> no longer includes <code>"k"</code></summary>

      At <code>main.ts&#58;3&#58;1</code>.

      \`\`\`diff
        id = "g-1"
        input = "v"
      \`\`\`

      </details>

      <details><summary><code>&#126;</code> <code>terraform&#95;data.same</code> update in place</summary>

      Depends on changes of <code>terraform&#95;data.new</code>.

      \`\`\`diff
      ! input = "v" -> "other"
      \`\`\`

      </details>

      <details><summary><code>+</code> <code>terraform&#95;data.new</code> create</summary>

      \`\`\`diff
        input = "v"
        k = "x"
      \`\`\`

      </details>

      <details><summary><code>&#126;</code> <code>terraform&#95;data.same</code> changed outside Landform</summary>

      \`\`\`diff
      ! a = "v" -> "b"
      \`\`\`

      </details>
      "
    `);
  });

  it.each([1, 50, 10_000])('of %i changes fits, and counts what it leaves out', (count) => {
    const plan = aPlan([
      ...Array.from({ length: count }, (_, index) =>
        aChange(`terraform_data.new[${index}]`, 'create', { after: objectValue({ input: `v${index}` }) }),
      ),
      ...(count > 1 ? [aChange('terraform_data.gone', 'delete')] : []),
    ]);
    for (const limit of [GITHUB_LIMIT, 5000]) {
      const text = markdown(plan, { limit, whole: 'landform show plan.json' });
      expect(text.length).toBeLessThanOrEqual(limit);
      expect(markdown(plan, { limit, whole: 'landform show plan.json' })).toBe(text);
      const shown = (text.match(/\] *<\/code>|93;<\/code>|gone<\/code> destroy/g) ?? []).length;
      const cut = Number(/\*\*Cut: (\d+) of/.exec(text)?.[1] ?? 0);
      expect(shown + cut).toBe(plan.changes.length);
      if (count > 1) expect(text.indexOf('gone')).toBeLessThan(text.indexOf('new'));
    }
  });

  it('has a row for each of several stacks', () => {
    const plans = ['network', 'web'].map((name) => ({ name, plan: aPlan([aChange('terraform_data.a', 'delete')]) }));
    const text = formatMarkdown(planReview(plans));
    expect(text).toContain('### Plan of 2 stacks: 2 destroy\n');
    expect(text).toContain('| <code>network</code> | Plan: 0 to add, 0 to change, 1 to destroy. |');
    expect(text).toContain('<code>web&#58;terraform&#95;data.a</code>');
  });
});

describe('JUnit', () => {
  it.each(HOSTILE)('keeps %s inside its place', (_what, text) => {
    const found = junit(around(text, text));
    expect(skeleton(found)).toBe(skeleton(junit(around('name', 'value'))));
    expect(found).not.toMatch(UNWRITTEN);
    expect(found).not.toMatch(/[\uFFFE\uFFFF]|&(?!amp;|lt;|gt;|quot;|#10;|#9;)/);
  });

  it('fails for what ends, for drift and for checks, and counts that', () => {
    const found = junit(around('k', 'v'));
    expect(found).toContain('<testsuite name="plan" tests="5" failures="3" errors="0" skipped="0">');
    expect(found.match(/<failure /g)).toHaveLength(3);
    expect(found).toContain('file="main.ts" line="3"');
  });
});

describe('SARIF', () => {
  it('has a result at the line of the program for each finding, and none for what is created', () => {
    const { runs } = sarifJson(review(around('k', 'v'), 'prod'), '1.2.3') as unknown as {
      runs: [{ results: { ruleId: string; level: string; locations: unknown[]; message: { text: string } }[] }];
    };
    expect(runs[0].results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['check', 'warning'],
      ['destroy', 'warning'],
      ['drift', 'warning'],
    ]);
    expect(runs[0].results[1]?.locations).toEqual([
      {
        physicalLocation: { artifactLocation: { uri: 'main.ts' }, region: { startLine: 3, startColumn: 1 } },
        logicalLocations: [{ fullyQualifiedName: 'prod:terraform_data.gone["k"]', kind: 'resource' }],
      },
    ]);
  });
});

it('shows no secret in any format', () => {
  const secret = 'hunter2-is-secret';
  const plan = aPlan(
    [
      aChange('terraform_data.a', 'update', {
        before: objectValue({ password: sensitive('old-secret-text'), echo: 'say old-secret-text' }),
        after: objectValue({ password: sensitive(secret), echo: `say ${secret}`, map: objectValue({ [secret]: 1 }) }),
      }),
    ],
    { outputs: [{ name: 'p', action: 'update', before: 'old-secret-text', after: secret, sensitive: true }] },
  );
  for (const text of [markdown(plan), junit(plan), JSON.stringify(sarifJson(review(plan), '1'))]) {
    expect(text).not.toMatch(/secret-text|is-secret/);
    expect(text).not.toBe('');
  }
  expect(markdown(plan)).toContain('(sensitive value)');
});

it('shows no secret of drift that rules ignore', () => {
  const change = aChange('terraform_data.a', 'update', {
    before: objectValue({ password: sensitive('old-secret-text'), echo: 'say old-secret-text' }),
    after: objectValue({ password: sensitive('new-is-secret'), 'say new-is-secret': 1, echo: 'say new-is-secret' }),
  });
  const plan = aPlan([], { mode: 'refresh-only' });
  const ignored = [{ change, reason: 'known', until: '2027-01-31' }];
  const found = planReview([{ name: '', plan, ignored }], 'drift');
  for (const text of [
    formatMarkdown(found),
    [...junitPieces(found)].join(''),
    [...htmlPieces(found)].join(''),
    JSON.stringify(sarifJson(found, '1')),
    formatTerminal(planPage(plan, '', ignored), { color: false }),
  ]) {
    expect(text).not.toMatch(/secret-text|is-secret/);
    expect(text).toContain('known');
  }
  expect([...planSecrets(plan, ignored)]).toEqual(expect.arrayContaining(['old-secret-text', 'new-is-secret']));
});
