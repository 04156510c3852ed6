import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

type Attributes = readonly {
  readonly key: string;
  readonly value: Readonly<Record<string, string | number | boolean>>;
}[];

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Attributes;
  readonly status?: { readonly code: number; readonly message?: string };
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Attributes };
    readonly scopeSpans: readonly { readonly scope: unknown; readonly spans: readonly SentSpan[] }[];
  }[];
}

export interface ReceivedSpan extends Omit<SentSpan, 'attributes'> {
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** A collector of OpenTelemetry on loopback: it takes OTLP over HTTP in JSON, and keeps what it was sent. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly resources: Readonly<Record<string, string | number | boolean>>[] = [];
  readonly headers: Readonly<Record<string, unknown>>[] = [];
  /** What it answers; undefined to answer never. */
  status: number | undefined = 200;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.headers.push({ ...request.headers, path: request.url });
      void json(request).then((body) => {
        if (this.status === 200) this.#take(body as Sent);
        if (this.status !== undefined)
          response.writeHead(this.status, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The variables that make a command send its trace here. */
  get environment(): Readonly<Record<string, string>> {
    return { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: `http://${this.host}` };
  }

  clear(): void {
    this.spans.length = 0;
    this.resources.length = 0;
    this.headers.length = 0;
    this.status = 200;
  }

  /** One line for each span, indented below its parent, in the order of their starts. */
  tree(describe: (span: ReceivedSpan) => string = ({ name }) => name): readonly string[] {
    const ids = new Set(this.spans.map(({ spanId }) => spanId));
    const inOrder = [...this.spans].sort((left, right) =>
      left.startTimeUnixNano.localeCompare(right.startTimeUnixNano),
    );
    const below = (parent: string | undefined, depth: number): string[] =>
      inOrder
        .filter(({ parentSpanId }) =>
          parent === undefined ? parentSpanId === undefined || !ids.has(parentSpanId) : parentSpanId === parent,
        )
        .flatMap((span) => ['  '.repeat(depth) + describe(span), ...below(span.spanId, depth + 1)]);
    return below(undefined, 0);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #take({ resourceSpans }: Sent): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      this.resources.push(flat(resource.attributes));
      for (const { spans } of scopeSpans)
        this.spans.push(...spans.map((span) => ({ ...span, attributes: flat(span.attributes) })));
    }
  }
}

const flat = (attributes: Attributes): Readonly<Record<string, string | number | boolean>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0] ?? '']));
