import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectValue, sensitive, Unknown, type Plan } from '../../../src/model/index.js';
import { htmlPieces, planReview } from '../../../src/render/index.js';
import { Chromium, hasChromium, type Page } from '../../support/chromium.js';
import { aChange, aPlan } from '../../support/plans.js';

const require = createRequire(import.meta.url);

const page = (plans: readonly { name: string; plan: Plan }[]): string => [...htmlPieces(planReview(plans))].join('');

const HOSTILE =
  '</pre></details></script><script>window.bad=1</script><img src=x onerror="window.bad=1"> \u202E | ``` "\'&amp;';

const SMALL = aPlan(
  [
    aChange('terraform_data.gone["old"]', 'delete', { reason: 'delete_because_each_key' }),
    aChange('acloud_cloud_account.main', 'delete-create', {
      reason: 'replace_because_cannot_update',
      replacePaths: [['cloud_profile']],
      before: objectValue({ id: 'a-1', cloud_profile: 'aws', secret: sensitive('hunter2-secret') }),
      after: objectValue({ id: new Unknown('string'), cloud_profile: 'azure', secret: sensitive('hunter2-secret') }),
      origin: { constructPath: 'prod/main', location: 'main.ts:20:9' },
    }),
    aChange('module.web["eu"].terraform_data.page', 'update', {
      before: objectValue({ id: 'p', text: 'one\ntwo\nthree' }),
      after: objectValue({ id: 'p', text: 'one\n2\nthree' }),
      dependencies: ['acloud_cloud_account.main'],
    }),
    ...Array.from({ length: 7 }, (_, index) =>
      aChange(`terraform_data.new${index}`, 'create', {
        after: objectValue({ input: index === 0 ? HOSTILE : `v${index}`, [`${HOSTILE}${index}`]: 'x' }),
        dependencies:
          index === 0 ? ['module.web.terraform_data.page'] : ['terraform_data.new0', `terraform_data.new${index - 1}`],
      }),
    ),
  ],
  { targets: [HOSTILE] },
);

const LARGE = aPlan(
  Array.from({ length: 10_000 }, (_, index) =>
    aChange(`terraform_data.item[${index}]`, index % 10 === 0 ? 'delete' : index % 10 === 1 ? 'update' : 'create', {
      before: index % 10 > 1 ? null : objectValue({ id: `i-${index}`, input: 'a', keep: true, list: ['x', 'y'] }),
      after:
        index % 10 === 0
          ? null
          : objectValue({
              id: `i-${index}`,
              input: `value ${index}`,
              keep: true,
              list: ['x', 'z'],
              note: 'text '.repeat(10),
            }),
    }),
  ),
);

it('is the same text for the same plan, and holds no secret', () => {
  const text = page([{ name: '', plan: SMALL }]);
  expect(page([{ name: '', plan: SMALL }])).toBe(text);
  expect(text).not.toContain('hunter2');
  expect(text).not.toContain('<img');
  expect(text.match(/<script>/g)).toHaveLength(1);
});

describe.skipIf(!hasChromium)('the page in a browser', () => {
  let folder: string;
  let browser: Chromium;
  /** A folder for pictures of the pages, to look at. */
  const shots = process.env['LANDFORM_SCREENSHOTS'];

  const open = async (name: string, plans: readonly { name: string; plan: Plan }[]): Promise<Page> => {
    const file = path.join(folder, `${name}.html`);
    await writeFile(file, page(plans));
    return browser.open(pathToFileURL(file).href);
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'landform-html-'));
    browser = await Chromium.start();
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  /** The rules that axe-core finds broken, each with the first element that breaks it. */
  const accessibility = async (opened: Page, within = 'document'): Promise<unknown> => {
    const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
    await opened.evaluate(`${axe};0`);
    return opened.evaluate(
      `axe.run(${within}, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]))`,
    );
  };

  it('of ten changes is accessible in light and dark, loads nothing and runs nothing of a value', async () => {
    const opened = await open('small', [{ name: '', plan: SMALL }]);
    for (const scheme of ['light', 'dark']) {
      await opened.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
      await opened.evaluate("document.getElementById('open').click()");
      expect(await accessibility(opened)).toEqual([]);
      if (shots !== undefined) {
        await opened.send('Emulation.setDeviceMetricsOverride', {
          width: 1200,
          height: 1700,
          deviceScaleFactor: 1,
          mobile: false,
        });
        await writeFile(path.join(shots, `${scheme}.png`), await opened.screenshot());
      }
    }
    expect(await opened.evaluate('window.bad')).toBeUndefined();
    expect(opened.requests).toHaveLength(1);
    expect(opened.problems).toEqual([]);
    expect(
      await opened.evaluate("document.querySelector('svg') !== null && document.querySelectorAll('svg rect').length"),
    ).toBe(9);
    await opened.close();
  });

  it('is used with the keyboard, filters and links', async () => {
    const plans = ['network', 'web'].map((name) => ({ name, plan: SMALL }));
    const opened = await open('stacks', plans);
    const visible = "document.querySelectorAll('details:not([hidden])').length";
    expect(await opened.evaluate(visible)).toBe(20);
    const set = async (name: string, value: string): Promise<void> => {
      await opened.evaluate(
        `(() => { const field = document.forms[0].elements[${JSON.stringify(name)}]; field.value = ${JSON.stringify(value)}; field.dispatchEvent(new Event('input', { bubbles: true })); return new Promise((done) => setTimeout(done, 200)); })()`,
      );
    };
    await set('stack', 'web');
    expect(await opened.evaluate(visible)).toBe(10);
    await set('action', 'replace');
    expect(await opened.evaluate(visible)).toBe(1);
    await set('q', 'nothing has this');
    expect(await opened.evaluate("document.querySelector('output').textContent")).toBe('0 of 20 shown');
    await opened.evaluate("document.querySelector('form').reset(); new Promise((done) => setTimeout(done, 50))");
    expect(await opened.evaluate(visible)).toBe(20);
    await set('module', 'module.web["eu"]');
    expect(await opened.evaluate(visible)).toBe(2);
    await opened.evaluate("document.querySelector('details:not([hidden]) summary').focus()");
    await opened.press('Enter', '\r');
    expect(await opened.evaluate("document.querySelector('details:not([hidden])').open")).toBe(true);
    // The link to what it depends on leads to an entry that is filtered out.
    await opened.evaluate(
      "document.querySelector('details[open] a').click(); new Promise((done) => setTimeout(done, 100))",
    );
    expect(await opened.evaluate("document.activeElement.textContent.includes('acloud_cloud_account.main')")).toBe(
      true,
    );
    await opened.close();
  });

  it('shows everything without its script, and when it is printed', async () => {
    const opened = await open('print', [{ name: '', plan: SMALL }]);
    await opened.send('Emulation.setScriptExecutionDisabled', { value: true });
    await opened.load(pathToFileURL(path.join(folder, 'print.html')).href);
    await opened.send('Emulation.setEmulatedMedia', { media: 'print' });
    const { root } = (await opened.send('DOM.getDocument', {})) as { root: { nodeId: number } };
    const { nodeIds } = (await opened.send('DOM.querySelectorAll', {
      nodeId: root.nodeId,
      selector: 'details pre',
    })) as { nodeIds: number[] };
    expect(nodeIds).toHaveLength(10);
    for (const nodeId of nodeIds) {
      const { model } = (await opened.send('DOM.getBoxModel', { nodeId })) as { model: { height: number } };
      expect(model.height).toBeGreaterThan(10);
    }
    if (shots !== undefined) {
      await opened.send('Emulation.setDeviceMetricsOverride', {
        width: 900,
        height: 1500,
        deviceScaleFactor: 1,
        mobile: false,
      });
      await writeFile(path.join(shots, 'print.png'), await opened.screenshot());
    }
    await opened.close();
  });

  it('of ten thousand changes is used about as soon as a plain page, and is accessible', async () => {
    const file = path.join(folder, 'large.html');
    await writeFile(file, page([{ name: '', plan: LARGE }]));
    const plain = path.join(folder, 'plain.html');
    const entry = '<details><summary>item</summary><pre>before\nafter</pre></details>';
    await writeFile(plain, `<form onsubmit="return false"><input name="q"></form>${entry.repeat(10_000)}`);
    const used = async (opened: string) => {
      const blank = await browser.open('about:blank');
      // Processor time of the page: other work on the machine does not count.
      await blank.send('Performance.enable', { timeDomain: 'threadTicks' });
      await blank.load(pathToFileURL(opened).href);
      await blank.evaluate(
        "(() => { const form = document.forms[0]; form.elements.q.value = 'item[4321]'; form.requestSubmit(); return document.body.offsetHeight; })()",
      );
      const { metrics } = (await blank.send('Performance.getMetrics')) as {
        metrics: { name: string; value: number }[];
      };
      return { blank, busy: metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0 };
    };
    // How fast the machine is says a page without styles and scripts, with as many entries: about as busy as this one.
    const ratio = async (): Promise<number> => {
      const [least, own] = [await used(plain), await used(file)];
      await Promise.all([least.blank.close(), own.blank.close()]);
      expect(own.busy).toBeGreaterThan(0);
      return own.busy / least.busy;
    };
    const first = await ratio();
    expect(first < 2 ? first : Math.min(await ratio(), await ratio())).toBeLessThan(2);
    const { blank } = await used(file);
    expect(await blank.evaluate("document.querySelector('output').textContent")).toBe('1 of 10000 shown');
    // axe-core takes minutes for all of it, and the others are as the first hundred.
    await blank.evaluate(
      "document.forms[0].reset(); document.querySelectorAll('details').forEach((entry, index) => index > 100 && entry.remove())",
    );
    expect(await accessibility(blank)).toEqual([]);
    await blank.close();
  }, 60_000);
});
