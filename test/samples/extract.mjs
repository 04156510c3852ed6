// Extracts the sample calls that an API document prints into test/samples/<system>.json, each with its line:
//   node test/samples/extract.mjs conductor conductor.txt
// The documents are not part of the repository. A call is kept as it is printed; where a quotation mark or a backslash at the
// end of a line is missing, so that no shell would send it, `corrected` says what was put in.
import { readFileSync, writeFileSync } from 'node:fs';

const [system, document] = process.argv.slice(2);
if (document === undefined) {
  console.error('usage: node test/samples/extract.mjs SYSTEM DOCUMENT');
  process.exit(1);
}
const lines = readFileSync(document, 'utf8').split(/\r?\n/);
const samples = [...commands(), ...requests()].sort((one, other) => one.line - other.line);
const file = new URL(`${system}.json`, import.meta.url);
writeFileSync(file, `${JSON.stringify(samples, null, 2)}\n`);
const corrected = samples.filter((sample) => sample.corrected !== undefined);
console.log(`${system}: ${samples.length} sample calls, ${corrected.length} corrected`);
for (const { line, corrected: how } of corrected) console.log(`  line ${line}: ${how.join(', ')}`);

/** Commands of curl: on until one has an address and nothing is open. */
function* commands() {
  for (let index = 0; index < lines.length; index++) {
    if (!/^[$#]?\s*curl\s/.test(lines[index])) continue;
    const line = index + 1;
    const corrected = new Set();
    let command = lines[index].replace(/^[$#]?\s*/, '');
    while (index < lines.length) {
      const next = lines[index + 1] ?? '';
      const quote = openQuote(command);
      if (quote !== undefined && command.endsWith("}'")) {
        command = withoutQuotes(command);
        corrected.add('quotation mark inside of the body');
      } else if (quote !== undefined) {
        // An address continues in the next line only after a sign that more of it follows.
        if (/https?:\/\/\S*$|<manager[-_]ip>\S*$/.test(command) && !/[?&]$/.test(command)) {
          command += quote;
          corrected.add('closing quotation mark');
          continue;
        }
        command += /[?&]$/.test(command) ? next : `\n${next}`;
      } else if (command.endsWith('\\')) command = `${command.slice(0, -1)}${next}`;
      else if (!hasAddress(command) && /^(-|["']?https?:|["']?<manager|"http)/.test(next)) {
        command += ` ${next}`;
        corrected.add('backslash at the end of a line');
      } else break;
      index += 1;
    }
    if (command.includes('--data-raw')) command = withWholeTexts(command, corrected);
    yield { line, command, ...(corrected.size > 0 ? { corrected: [...corrected] } : {}) };
  }
}

function openQuote(command) {
  let quote;
  for (const letter of command.replaceAll(/\\['"]/g, '')) {
    if (quote === undefined && (letter === '"' || letter === "'")) quote = letter;
    else if (letter === quote) quote = undefined;
  }
  return quote;
}

/** A body in single quotes that has one of them inside. */
function withoutQuotes(command) {
  const start = command.lastIndexOf(" '", command.indexOf('{')) + 2;
  return `${command.slice(0, start)}${command.slice(start, -1).replaceAll("'", String.raw`'\''`)}'`;
}

/** The page breaks lines inside of texts of its JSON where it shows something as code. */
function withWholeTexts(command, corrected) {
  return command.replaceAll(/"\n(\{[a-z_]+\})\n"/g, (_, code) => {
    corrected.add('line breaks inside of a text');
    return `"${code}"`;
  });
}

function hasAddress(command) {
  return /["'\s](https?:\/\/|<manager[-_]ip>)/.test(command);
}

/** Lines such as `POST → https://host/path` and `GET /path`, with the JSON of the request that follows, if any. */
function* requests() {
  for (const [index, text] of lines.entries()) {
    const [, method, address] = /^(GET|PUT|POST|PATCH|DELETE) (?:→ )?(https:\/\/[^/\s]+\/\S+|\/\S+)$/.exec(text) ?? [];
    if (method === undefined || system === 'conductor') continue;
    const body = jsonOf(index + 1);
    yield {
      line: index + 1,
      method,
      path: address.replace(/^https:\/\/[^/]+/, ''),
      ...(body === undefined ? {} : { body }),
    };
  }
}

/** The JSON block between here and the response, or the next call. */
function jsonOf(from) {
  const end = lines.findIndex(
    (text, at) => at >= from && /RESPONSE|^(GET|PUT|POST|PATCH|DELETE) |^Response/.test(text),
  );
  const start = lines.findIndex((text, at) => at >= from && at < end && text.startsWith('```json'));
  if (start === -1) return undefined;
  const stop = lines.indexOf('```', start);
  return JSON.parse(lines.slice(start + 1, stop).join('\n'));
}
