export { AmbientTracer } from './ambient-tracer.js';
export { SpanExporter, type SendSpans } from './exporter.js';
export { hostSpans } from './host-spans.js';
export { RecordedSpans } from './recorded-spans.js';
export { exportSettings, type ExportSettings } from './settings.js';
export { traceHosts } from './trace-hosts.js';
