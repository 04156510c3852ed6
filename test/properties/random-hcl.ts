import * as fc from 'fast-check';

const name = fc.constantFrom('a', 'b_1', 'x-y', 'für', 'input', 'for_each', 'null_value', '変数', 'in');

/** Text for HCL's quotes, some of it in escapes. */
const quotedText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'a',
        ' ',
        '#',
        '//',
        '/*',
        '=',
        '{',
        '}',
        '$ ',
        '% ',
        '$${',
        '%%{',
        '<<EOT',
        "'",
        '😀',
        'é',
        '\u00a0',
      ),
      fc.constantFrom('\\n', '\\t', '\\"', '\\\\', '\\u00e9', '\\U0001F600'),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const blank = fc.constantFrom('', ' ', '  ', '\t', ' /* note */ ', ' /* two\nlines */ ');

const { expression } = fc.letrec<{ expression: string; traversal: string; template: string; object: string }>(
  (tie) => ({
    traversal: fc.constantFrom(
      'var.a',
      'local.b',
      't.r.x',
      'var.l[0]',
      'var.m["k"].z',
      'data.t.r.x[0]',
      'var.l[*].id',
      't.r.*.x',
    ),
    template: fc
      .array(
        fc.oneof(
          quotedText,
          tie('traversal').map((one) => `\${${one}}`),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((parts) => `"${parts.join(' ')}"`),
    object: fc
      .tuple(
        fc.array(
          fc.tuple(
            fc.oneof(
              name,
              quotedText.map((one) => `"${one}"`),
            ),
            fc.constantFrom(' = ', '=', ': '),
            tie('expression'),
          ),
          {
            maxLength: 3,
          },
        ),
        fc.constantFrom(', ', '\n', ' # note\n', ',\n\n'),
      )
      .map(([items, between]) => {
        const seen = new Map(
          items.map(([key, sign, value], index) => [
            index,
            `${key.replace(/"$/, `${index}"`).replace(/^([^"].*)$/, `$1${index}`)}${sign}${value}`,
          ]),
        );
        return seen.size === 0 ? '{}' : `{ ${[...seen.values()].join(between)} }`;
      }),
    expression: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'hcl' },
      fc.constantFrom('null', 'true', 'false', '0', '-1', '12.5', '1e3'),
      quotedText.map((one) => `"${one}"`),
      tie('traversal'),
      tie('template'),
      fc.array(tie('expression'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((items) => `[\n${items.join(',\n')},\n]`),
      tie('object'),
      fc
        .tuple(tie('traversal'), blank, fc.constantFrom('+', '==', '&&', '%', '>='), tie('traversal'))
        .map(([left, between, sign, right]) => `(${left}${between} ${sign} ${right})`),
      tie('traversal').map((one) => `!${one}`),
      fc.tuple(tie('traversal'), tie('expression')).map(([one, other]) => `merge(${one}, ${other}...)`),
      tie('traversal').map((one) => `[for k, v in ${one} : v if k != null]`),
      tie('traversal').map((one) => `{ for k, v in ${one} : k => v... }`),
    ),
  }),
);

const heredoc = fc
  .tuple(
    fc.constantFrom('<<EOT', '<<-EOT'),
    fc.array(
      fc.constantFrom(
        'text',
        '  two',
        '\ttab',
        '',
        '   ',
        'a ${var.a} b',
        '    ${local.b}',
        '$${x} %%{y} "q" \\n',
        '# no comment',
        'EOT x',
      ),
      { maxLength: 4 },
    ),
    fc.constantFrom('', '  '),
  )
  .map(([opening, lines, indentation]) => [opening, ...lines, `${indentation}EOT`, ''].join('\n'));

const between = fc.constantFrom('\n', '\n\n', ' # note\n', ' // note "\n', '\n/* note\n{ */\n', ' /* note */ \n');

const argument = fc
  .tuple(
    fc.constantFrom(' = ', '=', '  =  ', ' /* x */ = '),
    fc.oneof({ weight: 5, arbitrary: expression }, { weight: 1, arbitrary: heredoc }),
  )
  .map(([sign, value]) => ({ isBlock: false, text: `${sign}${value}` }));

const { content } = fc.letrec<{ content: string }>((tie) => ({
  content: fc
    .array(
      fc.tuple(
        name,
        fc.oneof(
          { maxDepth: 2, depthIdentifier: 'block' },
          argument,
          argument,
          tie('content').map((inner) => ({ isBlock: true, text: ` {\n${inner}}` })),
          fc.constantFrom(' {}', ' { one = 1 }', '{ one=[1,\n2] }').map((text) => ({ isBlock: true, text })),
        ),
        between,
      ),
      { maxLength: 4 },
    )
    .map((items) =>
      // Arguments have names of their own; blocks may share theirs.
      items
        .map(([one, { isBlock, text }, end], index) => `  ${isBlock ? `${one}_block` : `${one}_${index}`}${text}${end}`)
        .join(''),
    ),
}));

const NAMES = ['r', 's', 'u'];

/** A file with resources and local values, with line ends of both kinds. */
export const randomHcl: fc.Arbitrary<string> = fc
  .tuple(fc.array(fc.tuple(content, between), { minLength: 1, maxLength: 3 }), fc.boolean(), fc.boolean())
  .map(([bodies, isWindows, hasMark]) => {
    const text = bodies
      .map(([inner, end], index) => `resource "t" ${index === 0 ? 'r' : `"${NAMES[index]}"`} {\n${inner}}${end}`)
      .join('');
    return `${hasMark ? '\ufeff' : ''}${isWindows ? text.replaceAll('\n', '\r\n') : text}`;
  });
