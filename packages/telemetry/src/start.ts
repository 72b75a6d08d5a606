import { context, metrics, trace } from "@opentelemetry/api";

/** What is exported, and where to; `stop` sends what is left. */
export type Telemetry = { stop: () => Promise<void> };

const NOTHING: Telemetry = { stop: async () => undefined };

/**
 * Exports spans and metrics by OTLP over HTTP where an endpoint is named, as OTEL_EXPORTER_OTLP_ENDPOINT of OpenTelemetry does; else
 * nothing is loaded and nothing leaves the process. To be called before anything is measured.
 *
 * @param service as which this process shows, for example `rolecall-worker`.
 */
export async function startTelemetry(service: string, endpoint: string | undefined): Promise<Telemetry> {
  if (!endpoint) return NOTHING;
  const [
    { AsyncLocalStorageContextManager },
    { OTLPTraceExporter },
    { OTLPMetricExporter },
    resources,
    sdk,
    sdkMetrics,
  ] = await Promise.all([
    import("@opentelemetry/context-async-hooks"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/exporter-metrics-otlp-http"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/sdk-metrics"),
  ]);
  const base = endpoint.replace(/\/$/, "");
  const resource = resources.resourceFromAttributes({ "service.name": service });
  const spans = new sdk.TracerProvider({
    resource,
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${base}/v1/traces` }) })],
  });
  const meters = new sdkMetrics.MeterProvider({
    resource,
    readers: [
      new sdkMetrics.PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ url: `${base}/v1/metrics` }) }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(spans);
  metrics.setGlobalMeterProvider(meters);
  return {
    stop: async () => {
      await Promise.allSettled([spans.shutdown(), meters.shutdown()]);
    },
  };
}
