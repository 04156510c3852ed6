import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const providers = new URL('../../../src/providers/', import.meta.url);

const described = (name: string): Record<string, unknown> =>
  parse(readFileSync(new URL(`${name}/openapi.yaml`, providers), 'utf8')) as Record<string, unknown>;

describe.each(['acloud', 'asm', 'conductor', 'palette'])('the API description of %s', (name) => {
  it('is OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(described(name))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('is invalid without the parts that every operation requires', async () => {
    const broken = { ...described(name), paths: { '/things': { get: { responses: 'many' } } } };
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });
});
