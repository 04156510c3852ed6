import { layered, type Placed } from '../../graphs/layered.js';
import type { Edge, Entry, StackReview } from '../../review/review.js';
import { html } from './escape.js';
import { toneClass } from './tone.js';

/** A larger graph shows nothing to anyone. */
const MOST_NODES = 60;

const LABEL = 36;
const CHARACTER = 7.3;
const ROW = 40;
const GAP = 60;
const HEIGHT = 26;

/** The dependencies between the changed resources of a stack, as an SVG; empty if there are none. */
export function graphSection({ name, entries, edges }: StackReview): string {
  const nodes = layered(edges);
  if (nodes.length === 0) return '';
  const heading = `<h2>Dependencies${name === '' ? '' : ` in ${html(name)}`}</h2>`;
  if (nodes.length > MOST_NODES)
    return `<section>${heading}<p>The graph of ${nodes.length} resources is too large to draw; <code>landform graph</code> prints all of it.</p></section>`;
  return `<section>${heading}${svg(nodes, edges, entries)}</section>`;
}

function svg(nodes: readonly Placed[], edges: readonly Edge[], entries: readonly Entry[]): string {
  const layers = Math.max(...nodes.map(({ layer }) => layer)) + 1;
  const rows = Math.max(...nodes.map(({ row }) => row)) + 1;
  const label = (name: string): string => (name.length <= LABEL ? name : `…${name.slice(1 - LABEL)}`);
  const widths = Array.from({ length: layers }, (_, layer) =>
    Math.max(...nodes.filter((node) => node.layer === layer).map(({ name }) => label(name).length * CHARACTER + 16)),
  );
  const lefts = widths.map((_, layer) => widths.slice(0, layer).reduce((sum, width) => sum + width + GAP, 2));
  const boxes = new Map(
    nodes.map(({ name, layer, row }) => [name, { x: lefts[layer] ?? 0, y: row * ROW + 2, width: widths[layer] ?? 0 }]),
  );
  const lines = edges.flatMap(({ from, to }) => {
    const [start, end] = [boxes.get(to), boxes.get(from)];
    if (start === undefined || end === undefined) return [];
    const [x1, y1, x2, y2] = [start.x + start.width, start.y + HEIGHT / 2, end.x - 3, end.y + HEIGHT / 2];
    const bend = Math.max(GAP / 2, (x2 - x1) / 2);
    return `<path d="M${points(x1, y1)}C${points(x1 + bend, y1)} ${points(x2 - bend, y2)} ${points(x2, y2)}" marker-end="url(#arrow)"/>`;
  });
  const actions = new Map(
    entries.flatMap((entry) => (entry.resource === undefined ? [] : [[entry.resource, entry] as const])).reverse(),
  );
  const shapes = [...boxes].map(([name, { x, y, width }]) => {
    const entry = actions.get(name);
    const tone = entry === undefined ? 'r' : toneClass(entry.sign);
    return `<g><title>${html(name)}</title><rect class="${tone}" x="${round(x)}" y="${y}" width="${round(width)}" height="${HEIGHT}" rx="4"/><text x="${round(x + 8)}" y="${y + 17}">${html(label(name))}</text></g>`;
  });
  const width = round((lefts.at(-1) ?? 0) + (widths.at(-1) ?? 0) + 2);
  const height = rows * ROW;
  return `<svg role="img" aria-label="Dependency graph of ${nodes.length} resources; each change also lists what it depends on" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>${lines.join('')}${shapes.join('')}</svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
const points = (x: number, y: number): string => `${round(x)} ${round(y)}`;
