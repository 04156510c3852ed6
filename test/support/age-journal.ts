import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/**
 * Moves the requests in a journal into the past, so that none of them can take effect any more and the next run need not
 * wait. An incomplete last line is left out.
 */
export function ageJournal(file: string, seconds = 600): void {
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  let checksum = 0;
  const aged = lines.map((line) => {
    const body = line
      .slice(line.indexOf(' ') + 1)
      .replaceAll(
        /"sent":\{"at":(\d+),"uptime":(\d+)/g,
        (_, at, uptime) => `"sent":{"at":${Number(at) - seconds * 1000},"uptime":${Number(uptime) - seconds * 1000}`,
      );
    checksum = crc32(body, checksum);
    return `${checksum.toString(16).padStart(8, '0')} ${body}\n`;
  });
  writeFileSync(file, aged.join(''));
}
