import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../../src/model/index.js';
import { liveDisplay } from '../../../src/cli/progress.js';
import { interruptedBy, type SignalSource } from '../../../src/cli/signals.js';
import { openTerminal } from '../../../src/cli/terminal.js';

function terminal(env: Record<string, string>, isTTY: boolean, color = true): ReturnType<typeof openTerminal> {
  const stream = (): PassThrough & { isTTY: boolean } => Object.assign(new PassThrough(), { isTTY });
  return openTerminal({ stdout: stream(), stderr: stream(), stdin: stream(), env }, color);
}

describe('colours', () => {
  it.each<[rule: string, env: Record<string, string>, isTTY: boolean, color: boolean, expected: boolean]>([
    ['are used on a terminal', {}, true, true, true],
    ['are not used elsewhere', {}, false, true, false],
    ['are not used if the user disables them', {}, true, false, false],
    ['are not used with NO_COLOR', { NO_COLOR: '1' }, true, true, false],
    ['are used with an empty NO_COLOR', { NO_COLOR: '' }, true, true, true],
    ['are not used on a dumb terminal', { TERM: 'dumb' }, true, true, false],
    ['are used elsewhere with FORCE_COLOR', { FORCE_COLOR: '1' }, false, true, true],
    ['are not used with FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, true, false],
    ['are not used with both', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, true, false],
  ])('%s', (_rule, env, isTTY, color, expected) => {
    expect(terminal(env, isTTY, color).out.color).toBe(expected);
  });
});

describe('output', () => {
  it('is written as bytes, of which Node.js queues any number', async () => {
    const written: unknown[] = [];
    const stdout = new Writable({
      decodeStrings: false,
      write(chunk: unknown, _encoding, done) {
        written.push(chunk);
        done();
      },
    });
    const { out } = openTerminal({ stdout, stderr: new PassThrough(), stdin: new PassThrough(), env: {} }, false);
    out.write('ä€');
    await out.flush();
    expect(written[0]).toEqual(Buffer.from('ä€'));
  });
});

describe('a stream that accepts no more output', () => {
  it.each([
    ['EPIPE', false],
    ['ECONNRESET', false],
    ['EIO', false],
    ['ENOSPC', true],
    ['EFBIG', true],
  ])('drops what is written after %s, and counts it as lost output: %s', async (code, lost) => {
    let writes = 0;
    const stdout = new Writable({
      write(_chunk, _encoding, done) {
        writes += 1;
        done(Object.assign(new Error(`write ${code}`), { code }));
      },
    });
    const { out } = openTerminal({ stdout, stderr: new PassThrough(), stdin: new PassThrough(), env: {} }, true);
    out.write('first');
    await new Promise((resolve) => setImmediate(resolve));
    out.write('second');
    await out.flush();
    expect(writes).toBe(1);
    expect(out.lost !== undefined).toBe(lost);
  });
});

describe('signals', () => {
  type Listener = (signal: NodeJS.Signals) => void;

  const source = (): SignalSource & { send: Listener; listeners: Map<string, Listener> } => {
    const listeners = new Map<string, Listener>();
    return {
      listeners,
      send: (signal) => listeners.get(signal)?.(signal),
      on: (signal, listener) => listeners.set(signal, listener),
      off: (signal) => listeners.delete(signal),
    };
  };

  const listening = (said: string[] = [], left: string[] = []) => {
    const signals = source();
    const interruption = interruptedBy(signals, {
      say: (text) => said.push(text),
      leave: (signal) => left.push(signal),
    });
    return { signals, interruption, said, left };
  };

  it('end the process while no handler is active', () => {
    expect(listening().signals.listeners.size).toBe(0);
  });

  it('first let running calls finish, then cancel them, then end the process', () => {
    const { signals, interruption, said, left } = listening();
    interruption.hold();
    expect([interruption.stopping(), interruption.stop.aborted, interruption.signal.aborted]).toEqual([
      false,
      false,
      false,
    ]);
    signals.send('SIGINT');
    expect([interruption.stopping(), interruption.stop.aborted, interruption.signal.aborted]).toEqual([
      true,
      true,
      false,
    ]);
    signals.send('SIGTERM');
    expect(interruption.signal.aborted).toBe(true);
    expect(left).toEqual([]);
    signals.send('SIGHUP');
    expect(left).toEqual(['SIGHUP']);
    expect(said).toHaveLength(2);
  });

  it('answer a prompt silently', async () => {
    const { signals, interruption, said } = listening();
    const asked = interruption.asking(
      (stop) =>
        new Promise((resolve) => {
          stop.addEventListener('abort', () => resolve('left'));
        }),
    );
    signals.send('SIGTERM');
    expect(await asked).toBe('left');
    expect(said).toEqual([]);
  });

  it('are no longer handled after the command has ended', () => {
    const { signals, interruption } = listening();
    interruption.hold();
    interruption.close();
    expect(signals.listeners.size).toBe(0);
  });
});

describe('live progress', () => {
  it('clears what it drew before other output is written', async () => {
    const written: string[] = [];
    let now = 0;
    const stream = {
      isTTY: true,
      color: false,
      columns: 60,
      rows: 24,
      write: (text: string) => void written.push(text),
      flush: () => Promise.resolve(),
      lost: undefined,
      hungUp: false,
    };
    const display = liveDisplay(stream, () => now);
    const start: Event = { type: 'apply-start', address: 'a.b', action: 'create', elapsedMs: 0 };
    display.emit({ type: 'phase', phase: 'apply', total: 1 });
    display.emit(start);
    now = 1000;
    await new Promise((resolve) => setTimeout(resolve, 150));
    const drawn = written.join('');
    expect(drawn).toContain('a.b');
    expect(drawn).not.toContain('\u001B[1A');
    written.length = 0;
    display.stop();
    expect(written.join('')).toBe('\u001B[1A\u001B[2K'.repeat(2));
  });
});
