import * as fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatHcl } from '../../src/language/index.js';
import { hasTerraform } from '../scenarios/terraform.js';
import { randomHcl } from './random-hcl.js';

/** What `terraform fmt` makes of texts, in one run. */
function formattedByTerraform(texts: readonly string[]): string[] {
  const directory = mkdtempSync(path.join(tmpdir(), 'landform-fmt-'));
  try {
    const files = texts.map((_, index) => path.join(directory, `${index}.tf`));
    for (const [index, text] of texts.entries()) writeFileSync(files[index]!, text);
    execFileSync('terraform', ['fmt', '-list=false', directory], {
      env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', HOME: directory },
    });
    return files.map((file) => readFileSync(file, 'utf8'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const BY_HAND = [
  '',
  '\n\n\n',
  '# only a comment',
  'a=1\nbbb  =  2 # one\ncc = 3   // two\n\nd=4 /* three */\n',
  'resource terraform_data "a" /* x */ {\ncount=1\n\n\n   input   = {\na=1\n  bcd = [1,2,\n3]\n}\n}\n',
  'a = "${var.x}"\nb = "${var.x}y"\nc = "${upper("${var.x}")}"\nd = "${\n  var.x\n}"\ne = "${var.x ?\n  1 : 2\n}"\nf = ["${var.x}"]\ng = "${ {a=1} }"\n',
  'variable "a" {\n  type = "string"\n}\nvariable "b" {\n  type = "map"\n}\nvariable "c" {\n  type = list\n}\nvariable "d" {\n  type=list(string)\n}\n',
  'a = -1\nb = 1 - 2\nc = 1-2\nd = -a\ne = !a\nf = a==-1\ng = (-1)\nh = [-1,-2]\ni = a ? -1 : -2\nj = a%2\n',
  'a = foo ( 1 , 2 ... )\nb = a [ 0 ] . c\nc = [ for x in [1] : x ]\nd = {for k,v in x:k=>v...}\ne = a.*.b\nf = a[*].b\ng = provider::x::y ( 1 )\n',
  'a = <<EOT\n  x ${ var.y }\n   %{ if  a }b%{ endif }\nEOT\nb = <<-EOT\n    x\n    EOT\nccc = 1\n',
  'a {\nb = <<EOT\n${ {\na = 1\n} }\n x\nEOT\n}\n',
  'a { b=1 }\nc {}\nd { }\ne "x" "y"{\n}\n',
  'a = [\n{\nb = 1\n},\n{ c = 2 },\n]\nd = foo({\na = 1\nbb = 2\n}, [\n1,\n])\n',
  'a = 1\r\nbb = 2 # x\r\n\r\nc {\r\nd = 1\r\n}\r\n',
  'für = 1\n日本 = 2 # x\nx = "é" # y\n😀 = 3\n'.replace('😀 = 3\n', ''),
  'a = 1 # x\n# y\nb = 2\n  # z\nc {\n# w\n}\n/* q\n  r */\nd = 3',
  'a = (\n1 +\n2\n)\nb = a ? [\n1\n] : [\n2\n]\n',
  'a = {\n  b = 1 // c\n  // d\n  "e" = 2\n  (f) = 3\n  g : 4\n}\n',
  '\ta = 1\n\t\tb = 2\t\n',
];

const some = (count: number): string[] =>
  fc.sample(randomHcl, { numRuns: count, seed: Number(process.env['LANDFORM_SEED'] ?? 1) });

describe.runIf(hasTerraform())('the canonical style', () => {
  it('matches terraform fmt', () => {
    const texts = [...BY_HAND, ...some(Number(process.env['LANDFORM_RUNS'] ?? 300))];
    const expected = formattedByTerraform(texts);
    for (const [index, text] of texts.entries())
      expect({ text, as: formatHcl(text) }).toEqual({ text, as: expected[index] });
  });
});

it('formatting twice changes nothing more', () => {
  for (const text of [...BY_HAND, ...some(300)]) {
    const once = formatHcl(text);
    expect(formatHcl(once)).toBe(once);
  }
});
