// The shapes that configurations with many instances have, each as a folder of `main.tf.json` with about `count` instances.

/** @typedef {Record<string, unknown>} Body */
/** @typedef {{ resources: Record<string, Body>, locals?: Record<string, unknown>, outputs?: Record<string, unknown> }} Shape */

/** @param {number} count */
const keys = (count) => Array.from({ length: count }, (_, index) => `k${index}`);

/**
 * @param {number} count
 * @returns {Record<string, string>}
 */
const table = (count) => Object.fromEntries(keys(count).map((key) => [key, `value of ${key}`]));

/** Half of the instances refer to the other half. @param {number} count @param {Body} follower @returns {Shape} */
function pairs(count, follower) {
  const half = count / 2;
  return { resources: { c: { count: half, input: 'c' }, d: { count: half, ...follower } } };
}

/** @param {number} count */
const chain = (count) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `link_${index}`,
      { input: index === 0 ? 'start' : `\${terraform_data.link_${index - 1}.output}` },
    ]),
  );

/** So many resources that depend on so many others that there are 32 dependencies for each of `count`. @param {number} count @returns {Shape} */
function dense(count) {
  const side = keys(Math.round(Math.sqrt(32 * count)));
  const others = side.map((key) => `terraform_data.a_${key}`);
  const resources = side.flatMap((key) => [
    [`a_${key}`, { input: key }],
    [`b_${key}`, { input: key, depends_on: others }],
  ]);
  return { resources: Object.fromEntries(resources) };
}

/**
 * Every pattern is linear in its input: at twice the size, the time may double.
 * @type {Record<string, (count: number) => Shape>}
 */
export const patterns = {
  'count alone': (count) => ({ resources: { c: { count, input: 'c' } } }),
  'c[count.index].output': (count) => pairs(count, { input: '${terraform_data.c[count.index].output}' }),
  'c.*.output[count.index]': (count) => pairs(count, { input: '${terraform_data.c.*.output[count.index]}' }),
  'element(c.*.id, count.index)': (count) => pairs(count, { input: '${element(terraform_data.c.*.id, count.index)}' }),
  'c[0].output': (count) => pairs(count, { input: '${terraform_data.c[0].output}' }),
  'depends_on a counted resource': (count) => pairs(count, { input: 'd', depends_on: ['terraform_data.c'] }),
  'dense depends_on, 32 for each': dense,
  'local.k[each.key]': (count) => ({
    locals: { k: table(count) },
    resources: { c: { for_each: '${local.k}', input: '${local.k[each.key]}' } },
  }),
  'lookup(local.k, each.key, "")': (count) => ({
    locals: { k: table(count) },
    resources: { c: { for_each: '${local.k}', input: '${lookup(local.k, each.key, "")}' } },
  }),
  'local.k[count.index].x': (count) => ({
    locals: { k: keys(count).map((key) => ({ x: key, y: 1 })) },
    resources: { c: { count, input: '${local.k[count.index].x}' } },
  }),
  'keys(local.k)[count.index]': (count) => ({
    locals: { k: table(count) },
    resources: { c: { count, input: '${keys(local.k)[count.index]}' } },
  }),
  'for over all, in a local': (count) => ({
    locals: { all: '${[for one in terraform_data.c : one.output]}', by: '${{for key in local.all : key => key...}}' },
    resources: { c: { count, input: 'c' } },
    outputs: { all: { value: '${length(local.all) + length(local.by)}' } },
  }),
  'splat of all, in one resource': (count) => ({
    resources: { c: { count, input: 'c' }, one: { input: '${terraform_data.c[*].output}' } },
  }),
  'for_each over a resource, with followers': (count) => ({
    locals: { k: table(count / 4) },
    resources: {
      a: { for_each: '${local.k}', input: '${each.value}' },
      b: { for_each: '${terraform_data.a}', input: '${each.value.output}' },
      c: { for_each: '${terraform_data.b}', input: '${terraform_data.a[each.key].output}' },
      d: { for_each: '${terraform_data.c}', input: '${each.key}: ${terraform_data.b[each.key].id}' },
    },
  }),
  'chain, each link a resource': (count) => ({ resources: chain(count) }),
  'wide, each a resource': (count) => ({
    resources: Object.fromEntries(keys(count).map((key) => [key, { input: key }])),
  }),
};
