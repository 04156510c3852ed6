import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

const CHROMIUM = '/usr/bin/chromium';

/** Whether this machine has Debian's Chromium. Tests that need it are skipped without it. */
export const hasChromium = existsSync(CHROMIUM);

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A browser without a window, driven by the DevTools protocol over its pipe: documents that end with a zero byte. */
export class Chromium {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #input: Writable;
  readonly #waiting = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  readonly #listeners = new Set<(answer: Answer) => void>();
  #last = 0;

  private constructor(child: ChildProcess, profile: string) {
    this.#child = child;
    this.#profile = profile;
    const [, , , input, output] = child.stdio as [null, null, null, Writable, Readable];
    this.#input = input;
    let rest = '';
    output.setEncoding('utf8');
    output.on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) this.#hear(JSON.parse(part) as Answer);
    });
    output.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Chromium has ended'));
    });
    input.on('error', () => undefined);
  }

  static async start(): Promise<Chromium> {
    const profile = await mkdtemp(path.join(tmpdir(), 'landform-chromium-'));
    const options = [
      '--headless=new',
      '--remote-debugging-pipe',
      '--no-first-run',
      '--disable-gpu',
      '--disable-dev-shm-usage',
    ];
    // Chromium has no sandbox for root, and opens nothing here but files of the tests.
    const child = spawn(CHROMIUM, [...options, '--no-sandbox', `--user-data-dir=${profile}`], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    return new Chromium(child, profile);
  }

  /** Opens a page and waits until it has loaded. Every request of it, and every problem, is kept. */
  async open(url: string): Promise<Page> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, String(sessionId), String(targetId));
    await page.load(url);
    return page;
  }

  send(method: string, params: Record<string, unknown> = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const id = (this.#last += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  listen(listener: (answer: Answer) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    await this.send('Browser.close').catch(() => undefined);
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #hear(answer: Answer): void {
    if (answer.id === undefined) {
      for (const listener of this.#listeners) listener(answer);
      return;
    }
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.error === undefined) waiting?.resolve(answer.result ?? {});
    else waiting?.reject(new Error(answer.error.message));
  }
}

export class Page {
  readonly requests: string[] = [];
  readonly problems: string[] = [];
  readonly #browser: Chromium;
  readonly #session: string;
  readonly #target: string;

  constructor(browser: Chromium, session: string, target: string) {
    this.#browser = browser;
    this.#session = session;
    this.#target = target;
    browser.listen(({ method, sessionId, params = {} }) => {
      if (sessionId !== session) return;
      if (method === 'Network.requestWillBeSent') this.requests.push((params['request'] as { url: string }).url);
      if (method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded')
        this.problems.push(JSON.stringify(params));
    });
  }

  send(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    return this.#browser.send(method, params, this.#session);
  }

  async load(url: string): Promise<void> {
    for (const domain of ['Page', 'Network', 'Runtime', 'Log']) await this.send(`${domain}.enable`);
    const loaded = new Promise<void>((resolve) => {
      this.#browser.listen(({ method, sessionId }) => {
        if (sessionId === this.#session && method === 'Page.loadEventFired') resolve();
      });
    });
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression in the page; promises are awaited. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value?: unknown }).value;
  }

  /** A key as a person presses it. */
  async press(key: string, text?: string): Promise<void> {
    for (const type of ['keyDown', 'keyUp'])
      await this.send('Input.dispatchKeyEvent', {
        type,
        key,
        code: key,
        ...KEYS[key],
        ...(type === 'keyDown' && text !== undefined ? { text } : {}),
      });
  }

  async screenshot(): Promise<Buffer> {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(String(data), 'base64');
  }

  async close(): Promise<void> {
    await this.#browser.send('Target.closeTarget', { targetId: this.#target });
  }
}

const KEYS: Readonly<Record<string, { windowsVirtualKeyCode: number }>> = {
  Tab: { windowsVirtualKeyCode: 9 },
  Enter: { windowsVirtualKeyCode: 13 },
};
