/** What must compile and what must not; the compiler is the test. Nothing here runs. */
import type { CloudAccount } from '../../src/bindings/acloud.js';
import type { Deployment } from '../../src/bindings/conductor.js';
import type { AttributesOf } from '../../src/constructs/index.js';
import { definePolicy, isKnown, ofType, type Hidden } from '../../src/policy/author.js';

interface Box {
  readonly size: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly parts: readonly { readonly name: string }[];
}

export const typed = definePolicy({
  name: 'typed',
  description: 'Attributes have the types of the provider',
  level: 'advisory',
  check({ changes, resources, drift }) {
    for (const { after, address } of ofType<AttributesOf<CloudAccount>>(changes, 'acloud_cloud_account')) {
      const name: string | Hidden | null | undefined = after?.display_name;
      const enabled: boolean | Hidden | null | undefined = after?.enabled;
      // @ts-expect-error -- plans have the provider's names
      void after?.displayName;
      // @ts-expect-error -- it is text
      const wrong: number | Hidden | null | undefined = after?.display_name;
      void [address, name, enabled, wrong];
    }
    for (const { values } of ofType<AttributesOf<Deployment>>(resources, 'conductor_deployment')) {
      const blueprint: string | Hidden | null = values.blueprint_id;
      // @ts-expect-error -- there is no such attribute
      void values.blueprintt;
      void blueprint;
    }
    for (const { after } of ofType<Box>(drift, 'acme_box')) {
      const parts = after?.parts ?? null;
      if (!isKnown(parts)) continue;
      const part = parts?.[0] ?? null;
      if (isKnown(part) && part !== null) void (part.name satisfies string | Hidden | null);
      const tags = after?.tags ?? null;
      if (isKnown(tags)) void (tags?.['a'] satisfies string | Hidden | null | undefined);
    }
    return [];
  },
});
