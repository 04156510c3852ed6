import { gzipSync, zipSync, type Zippable } from 'fflate';

/** An entry of an archive, with nothing checked: archives of attackers are made of these. */
export interface ArchiveEntry {
  readonly name: string;
  readonly text?: string;
  readonly mode?: number;
  /** Of a symbolic or a hard link. */
  readonly target?: string;
  /** The letter of a type in a tar archive: `0` file, `1` hard link, `2` symbolic link, `3` device, `5` folder. */
  readonly type?: string;
  /** What the header says; by default, that of the text. */
  readonly size?: number;
}

export function tarOf(entries: readonly ArchiveEntry[], ending = true): Buffer {
  const blocks = entries.flatMap(({ name, text = '', mode = 0o644, target = '', type, size }) => {
    const content = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write(`${mode.toString(8).padStart(7, '0')}\0${'0'.repeat(7)}\0${'0'.repeat(7)}\0`, 100);
    header.write(`${(size ?? content.length).toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`, 124);
    header.write('        ', 148);
    header.write(type ?? (target === '' ? '0' : '2'), 156);
    header.write(target, 157, 100);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, ...(ending ? [Buffer.alloc(1024)] : [])]);
}

export const tarGzOf = (entries: readonly ArchiveEntry[]): Buffer => Buffer.from(gzipSync(tarOf(entries)));

export function zipOf(entries: readonly ArchiveEntry[]): Buffer {
  const files: Zippable = {};
  for (const { name, text = '', mode, target } of entries) {
    const bits = target === undefined ? 0o100000 | (mode ?? 0o644) : 0o120777;
    files[name] = [Buffer.from(target ?? text), { os: 3, attrs: (bits << 16) >>> 0, level: 0 }];
  }
  return Buffer.from(zipSync(files));
}
