import { describe, expect, it } from 'vitest';
import { parseExpression, printSteps, referenceProblems, references } from '../../../src/language/index.js';
import type { Reference } from '../../../src/model/index.js';

function show({ subject, steps }: Reference): string {
  const name =
    'type' in subject
      ? `${'mode' in subject ? subject.mode : subject.kind} ${subject.type}.${subject.name}`
      : 'name' in subject
        ? `${subject.kind} ${subject.name}`
        : subject.kind;
  return `${name} ${printSteps(steps)}`.trim();
}

describe('the references of an expression', () => {
  it.each<[string, string[]]>([
    ['1', []],
    ['var.a', ['variable a']],
    ['var.a.b[0]', ['variable a .b[0]']],
    ['local.a["k"]', ['local a ["k"]']],
    ['module.m.out', ['module m .out']],
    ['terraform_data.a', ['managed terraform_data.a']],
    ['terraform_data.a[0].output.x', ['managed terraform_data.a [0].output.x']],
    ['resource.terraform_data.a.id', ['managed terraform_data.a .id']],
    ['data.t.n.id', ['data t.n .id']],
    ['each.value.x', ['each .value.x']],
    ['each.key', ['each .key']],
    ['count.index', ['count .index']],
    ['self', ['self']],
    ['self.id', ['self .id']],
    ['path.module', ['path .module']],
    ['terraform.workspace', ['terraform .workspace']],
    ['a.b[var.i].c', ['managed a.b', 'variable i']],
    ['a.b[*].c', ['managed a.b']],
    ['a.b[*].c[var.i]', ['managed a.b', 'variable i']],
    ['f(a.b, "x${g(c.d)}")', ['function f', 'managed a.b', 'function g', 'managed c.d']],
    ['a.b ? c.d : e.f', ['managed a.b', 'managed c.d', 'managed e.f']],
    ['!a.b && -c.d > 1', ['managed a.b', 'managed c.d']],
    ['{ (a.b) = c.d, e = f.g }', ['managed a.b', 'managed c.d', 'managed f.g']],
    ['[for x in a.b : x.c]', ['managed a.b']],
    ['[for x in x.b : x.c]', ['managed x.b']],
    ['[for k, v in a.b : [for w in v.c : [w.d, k.e, z.f]]]', ['managed a.b', 'managed z.f']],
    ['{for k, v in a.b : k.x => v.y if c.d}', ['managed a.b', 'managed c.d']],
    ['[[for x in a.b : x.c], x.d]', ['managed a.b', 'managed x.d']],
    ['"%{ if a.b }${c.d}%{ else }${e.f}%{ endif }"', ['managed a.b', 'managed c.d', 'managed e.f']],
    ['"%{ for x in a.b }${x.c}${y.z}%{ endfor }"', ['managed a.b', 'managed y.z']],
    ['(a.b).c', ['managed a.b']],
    ['a.b.c + a.b.d', ['managed a.b .c', 'managed a.b .d']],
  ])('%s', (text, expected) => {
    const { expression } = parseExpression(text);
    expect(references(expression).map(show)).toEqual(expected);
    expect(referenceProblems(expression)).toEqual([]);
  });

  it('have positions', () => {
    const text = 'f(a.b.c, [for x in d.e : x])';
    const spans = references(parseExpression(text).expression).map(({ span }) => text.slice(span!.start, span!.end));
    expect(spans).toEqual([text, 'a.b.c', 'd.e']);
  });
});

describe('invalid references', () => {
  it.each<[string, string]>([
    ['var', '"var" must be followed by the name of a variable'],
    ['var["a"]', '"var" must be followed by the name of a variable'],
    ['local[0]', '"local" must be followed by the name of a local value'],
    ['module', '"module" must be followed by the name of a module'],
    ['each', '"each" has no value of its own'],
    ['count[0]', '"count" has no value of its own'],
    ['path', '"path" has no value of its own'],
    ['terraform', '"terraform" has no value of its own'],
    ['data.a', '"data" must be followed by a type and a name'],
    ['data.a["b"]', '"data" must be followed by a type and a name'],
    ['resource.a', '"resource" does not refer to anything'],
    ['a', '"a" does not refer to anything'],
    ['a["b"]', '"a" does not refer to anything'],
    ['a[*].b', '"a" does not refer to anything'],
    ['[for x in a.b : y]', '"y" does not refer to anything'],
  ])('%s', (text, message) => {
    const { expression, problems } = parseExpression(text);
    expect(problems).toEqual([]);
    expect(referenceProblems(expression).map((problem) => problem.message)).toEqual([message]);
    expect(references(expression).length).toBeLessThan(2);
  });
});
