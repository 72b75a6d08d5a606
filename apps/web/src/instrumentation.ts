/** Next.js calls this once, before the first request. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: set by Next.js at build time, so that the browser's and the edge's builds drop what follows
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ startTelemetry }, { env }, { tellPeerAddresses }] = await Promise.all([
    import("@rolecall/telemetry/start"),
    import("./server/env.ts"),
    import("./server/peer-address.ts"),
  ]);
  tellPeerAddresses();
  await startTelemetry("rolecall-web", env().OTEL_EXPORTER_OTLP_ENDPOINT);
}
